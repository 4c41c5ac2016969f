import { expect } from "chai";
import type { Outcome } from "../../../contract/outcome";
import { UNKNOWN } from "../../../provider/properties";
import { needsRollout } from "../../../provider/resources/needsRollout";
import type { RolloutInputs, RolloutOutputs } from "../../../provider/resources/rolloutInputs";

const inputs: RolloutInputs = {
  cluster: "main",
  service: "web",
  taskDefinition: "web:2",
  digests: { app: ["sha256:a"] },
  commit: "c2",
  noProgress: 1800,
  timeout: 3600,
};
const deployed: Partial<RolloutOutputs> = {
  taskDefinition: "web:2",
  outcome: { kind: "deployed" },
};

describe("provider/resources/needsRollout", () => {
  const table: [
    string,
    Partial<RolloutInputs>,
    Partial<RolloutOutputs>,
    Partial<RolloutInputs>,
    boolean,
  ][] = [
    ["all as it was", {}, {}, {}, false],
    ["another revision", {}, {}, { taskDefinition: "web:3" }, true],
    ["a revision that is not known yet", {}, {}, { taskDefinition: UNKNOWN }, true],
    ["a revision that is not there yet", {}, {}, { taskDefinition: undefined }, true],
    ["moved back by hand", { taskDefinition: "web:1" }, {}, {}, true],
    ["another cluster", {}, {}, { cluster: "other" }, true],
    ["the cluster's ARN in place of its name", {}, {}, { cluster: clusterArn("main") }, false],
    ["its name in place of its ARN", { cluster: clusterArn("main") }, {}, {}, false],
    [
      "a cluster of the same name in another region",
      { cluster: clusterArn("main") },
      {},
      { cluster: clusterArn("main", "eu-west-1") },
      true,
    ],
    [
      "the digest that runs, after another was meant",
      { digests: { app: ["sha256:z"] } },
      { runningDigests: { app: "sha256:a" } },
      {},
      false,
    ],
    [
      "the tag was built anew: another digest than the one that runs",
      {},
      { runningDigests: { app: "sha256:a" } },
      { digests: { app: ["sha256:b"] } },
      true,
    ],
    ["another digest, but ECS never told which runs", {}, {}, { digests: { app: ["b"] } }, false],
    ["the tag is being built anew: digests not known yet", {}, {}, { digests: undefined }, true],
    ["the same, as the engine writes it", {}, {}, { digests: UNKNOWN as never }, true],
    ["no digests before and after", { digests: undefined }, {}, { digests: undefined }, false],
    ["another commit with the same revision", {}, {}, { commit: "c3" }, false],
    ["other limits", {}, {}, { timeout: 60 }, false],
    ["a first forced deployment", {}, {}, { force: "1" }, true],
    ["the same forced deployment", { force: "1" }, {}, { force: "1" }, false],
    ["no force any more", { force: "1" }, {}, {}, false],
    ["an outcome that nobody knows", {}, { outcome: undefined }, {}, true],
    [
      "killed while moving: live is right, but the last rollout was another",
      {},
      { taskDefinition: "web:1" },
      {},
      true,
    ],
    ["failed on the wanted revision since", {}, { rolloutState: "FAILED" }, {}, true],
    ["moving to the wanted revision anew", {}, { rolloutState: "IN_PROGRESS" }, {}, true],
  ];
  for (const [what, oldInputs, outputs, news, changes] of table) {
    it(`${changes ? "moves" : "moves nothing"}: ${what}`, () => {
      const old = { inputs: { ...inputs, ...oldInputs }, outputs: { ...deployed, ...outputs } };
      expect(needsRollout(old, { ...inputs, ...news }).changes).to.equal(changes);
    });
  }

  const unsettled: Outcome[] = [
    { kind: "rolled back", by: "breaker", finished: true },
    { kind: "failed", cause: "tasks" },
    { kind: "superseded", by: "ecs-svc/5" },
    { kind: "stopped" },
    { kind: "timed out", limit: "hard limit" },
    { kind: "gone" },
    { kind: "abandoned" },
    { kind: "cancelled" },
    { kind: "unknown" },
    { kind: "not started" },
  ];
  for (const outcome of unsettled) {
    it(`acts again after "${outcome.kind}"`, () => {
      expect(needsRollout({ inputs, outputs: { ...deployed, outcome } }, inputs).changes).to.be
        .true;
    });
  }
});

function clusterArn(name: string, region = "us-east-1"): string {
  return `arn:aws:ecs:${region}:123456789012:cluster/${name}`;
}
