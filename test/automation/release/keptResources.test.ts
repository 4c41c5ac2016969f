import { expect } from "chai";
import { keptResources, leavesOut } from "../../../automation/release/keptResources";
import type { ServiceResource, StackState } from "../../../automation/workspace/stackState";
import type { Settings } from "../../../config/settings";

const of = (kind: string, service: string, cluster = "mage"): ServiceResource => ({
  ...{ urn: `${kind}:${service}`, cluster, service },
});
const rollout = (service: string, cluster?: string) => ({
  ...of("rollout", service, cluster),
  ...{ resource: `release-${service}`, containers: [], history: [] },
});
const state: StackState = {
  rollouts: [rollout("web"), rollout("worker"), rollout("gone"), rollout("old", "other")],
  revisions: [of("revision", "web"), of("revision", "worker")],
  tasks: [of("task", "worker")],
  outputs: {},
  pendingCreates: 0,
};
const release = (
  services: string[],
  configured: string[] | undefined,
  migration?: object,
  cluster = "mage",
) => ({
  settings: {
    cluster,
    services: services.map((name) => ({ name })),
    ...(migration && { migration }),
  } as unknown as Settings,
  ...(configured && { configuredServices: configured }),
});

describe("what a release leaves in the state", () => {
  it("is what the configuration names and the run does not, with the migration's memory", () => {
    const only = release(["web"], ["web", "worker"]);
    expect(keptResources(state, only)).to.deep.equal({
      services: ["worker"],
      urns: ["rollout:worker", "revision:worker", "task:worker"],
    });
    expect(leavesOut(only)).to.equal(true);
  });

  for (const [what, cluster] of [
    ["by its ARN", "arn:aws:ecs:us-east-1:1:cluster/mage"],
    ["by its name", "mage"],
  ] as const) {
    it(`is the same for a cluster that is written ${what} now and otherwise in the state`, () => {
      const other = cluster === "mage" ? "arn:aws:ecs:us-east-1:1:cluster/mage" : "mage";
      const one = { ...state, rollouts: [rollout("worker", other)], revisions: [], tasks: [] };
      const only = release(["web"], ["web", "worker"], undefined, cluster);
      expect(keptResources(one, only).services).to.deep.equal(["worker"]);
    });
  }

  it("is nothing of another account's cluster of the same name", () => {
    const other = "arn:aws:ecs:us-east-1:2:cluster/mage";
    const one = { ...state, rollouts: [rollout("worker", other)], revisions: [], tasks: [] };
    const arn = "arn:aws:ecs:us-east-1:1:cluster/mage";
    const only = release(["web"], ["web", "worker"], undefined, arn);
    expect(keptResources(one, only).services).to.deep.equal([]);
  });

  it("is everything of the cluster where the configuration names no services", () => {
    const only = release(["web", "worker"], undefined, { service: "worker" });
    expect(keptResources(state, only)).to.deep.equal({
      services: ["gone"],
      urns: ["rollout:gone"],
    });
    expect(leavesOut(only)).to.equal(false);
  });

  it("is nothing for all of the configuration, and the migration where none is to run", () => {
    const all = release(["web", "worker"], ["web", "worker"], { service: "worker" });
    expect(keptResources(state, all)).to.deep.equal({ services: [], urns: [] });
    expect(keptResources(state, all, false).urns).to.deep.equal(["task:worker"]);
    expect(leavesOut(all)).to.equal(false);
  });
});
