import { expect } from "chai";
import { parseStackState } from "../../../automation/workspace/stackState";

const urn =
  "urn:pulumi:staging::mage::slipway:index:EcsRelease$slipway:ecs:ServiceRollout::release-mage-web";
const deployed = {
  ...{ taskDefinition: "arn:x/mage-web:2", revision: "mage-web:2", commit: "c2", at: "t" },
  digests: { app: "sha256:2" },
};
const rollout = {
  urn,
  type: "slipway:ecs:ServiceRollout",
  inputs: { cluster: "mage", service: "mage-web", digests: { app: ["sha256:2"] } },
  outputs: { taskDefinition: "arn:x/mage-web:2", history: [deployed] },
};
const state = (resources: object[], more: object = {}) =>
  parseStackState(JSON.stringify({ version: 3, deployment: { resources, ...more } }));

describe("parseStackState", () => {
  it("reads the rollouts and what they remember", () => {
    expect(state([rollout]).rollouts).to.deep.equal([
      {
        ...{ urn, resource: "release-mage-web", cluster: "mage", service: "mage-web" },
        ...{ taskDefinition: "arn:x/mage-web:2", containers: ["app"], history: [deployed] },
      },
    ]);
  });

  it("reads what else belongs to a service", () => {
    const of = (type: string, inputs: object) => ({ urn: `urn:${type}`, type, inputs });
    const inputs = { cluster: "mage", service: "mage-web", commit: "c2" };
    const { revisions, tasks } = state([
      of("slipway:ecs:TaskDefinitionRevision", inputs),
      of("slipway:ecs:TaskRun", inputs),
      of("slipway:ecs:TaskRun", { cluster: "mage" }),
    ]);
    const web = { cluster: "mage", service: "mage-web" };
    expect(revisions).to.deep.equal([{ urn: "urn:slipway:ecs:TaskDefinitionRevision", ...web }]);
    expect(tasks).to.deep.equal([{ urn: "urn:slipway:ecs:TaskRun", ...web }]);
  });

  it("takes an empty state, other resources, and what other versions wrote", () => {
    expect(parseStackState('{"version":3}')).to.deep.equal({
      ...{ rollouts: [], revisions: [], tasks: [], outputs: {}, pendingCreates: 0 },
    });
    const odd = { ...rollout, outputs: { history: [{ at: 3 }] } };
    expect(state([{ urn: "u", type: "aws:s3:Bucket" }, odd]).rollouts[0]?.history).to.deep.equal(
      [],
    );
    expect(state([{ ...rollout, delete: true }]).rollouts).to.deep.equal([]);
  });

  it("leaves secret outputs out, and counts what may have been made", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47", ciphertext: "v1:x" };
    const stack = {
      urn: "s",
      type: "pulumi:pulumi:Stack",
      outputs: { commit: "c2", token: secret },
    };
    const pending_operations = [{ type: "creating" }, { type: "updating" }];
    const read = state([stack], { pending_operations });
    expect(read.outputs).to.deep.equal({ commit: "c2" });
    expect(read.pendingCreates).to.equal(1);
  });
});
