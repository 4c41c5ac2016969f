import { expect } from "chai";
import type { EndedRollout } from "../../../automation/recovery/endedRollout";
import { planRecovery } from "../../../automation/recovery/planRecovery";
import type { RolloutState } from "../../../automation/workspace/stackState";
import type { Outcome } from "../../../contract/outcome";

const arn = (revision: string) => `arn:aws:ecs:us-east-1:1:task-definition/${revision}`;
const state = (service: string, over: Partial<RolloutState> = {}): RolloutState => ({
  urn: `urn:${service}`,
  resource: `release-${service}`,
  cluster: "mage",
  service,
  taskDefinition: arn(`${service}:2`),
  containers: ["app"],
  history: [
    {
      ...{ taskDefinition: arn(`${service}:1`), revision: `${service}:1`, commit: "c1", at: "t" },
      digests: { app: "sha256:1", sidecar: "sha256:s" },
    },
  ],
  ...over,
});
const ended = (service: string, outcome: Outcome, over: Partial<EndedRollout> = {}) => ({
  ...{
    service,
    outcome,
    from: `${service}:1`,
    to: `${service}:2`,
    deploymentId: `ecs-svc/${service}`,
  },
  ...over,
});
const plan = (...rollouts: EndedRollout[]) =>
  planRecovery(rollouts, "rollouts", [state("web"), state("worker")]);

const back: Outcome = { kind: "rolled back", by: "breaker", to: "web:1", finished: true };

describe("planRecovery", () => {
  it("plans the revision and the digests that a service had, and the deployment that they replace", () => {
    expect(plan(ended("web", back), ended("worker", { kind: "deployed" }))).to.deep.equal({
      services: {
        web: {
          ...{ resource: "release-web", cluster: "mage", taskDefinition: arn("web:1") },
          ...{
            replaces: { controller: "ECS", id: "ecs-svc/web" },
            digests: { app: ["sha256:1"] },
            commit: "c1",
          },
        },
        worker: {
          ...{ resource: "release-worker", cluster: "mage", taskDefinition: arn("worker:1") },
          ...{
            replaces: { controller: "ECS", id: "ecs-svc/worker" },
            digests: { app: ["sha256:1"] },
            commit: "c1",
          },
        },
      },
      targets: ["urn:web", "urn:worker"],
      impossible: {},
    });
  });

  const outcomes: Record<Outcome["kind"], Outcome> = {
    deployed: { kind: "deployed" },
    unchanged: { kind: "unchanged" },
    "rolled back": { kind: "rolled back", by: "breaker", finished: true },
    failed: { kind: "failed", cause: "tasks" },
    superseded: { kind: "superseded", by: "ecs-svc/9" },
    stopped: { kind: "stopped" },
    "timed out": { kind: "timed out", limit: "no progress" },
    gone: { kind: "gone" },
    abandoned: { kind: "abandoned" },
    cancelled: { kind: "cancelled" },
    unknown: { kind: "unknown" },
    "not started": { kind: "not started" },
  };
  /** web's outcome → which services are recovered when worker was deployed, and when worker failed. */
  const table: Record<Outcome["kind"], [string, string]> = {
    deployed: ["", "web worker"],
    unchanged: ["", "worker"],
    "rolled back": ["web worker", "web worker"],
    failed: ["web worker", "web worker"],
    superseded: ["", "worker"],
    stopped: ["web worker", "web worker"],
    "timed out": ["web worker", "web worker"],
    gone: ["worker", "worker"],
    abandoned: ["web worker", "web worker"],
    cancelled: ["", ""],
    unknown: ["", "worker"],
    "not started": ["worker", "worker"],
  };
  for (const [kind, [deployed, failed]] of Object.entries(table)) {
    const outcome = outcomes[kind as Outcome["kind"]];
    it(`${kind} + deployed → ${deployed || "nothing"}; ${kind} + failed → ${failed || "nothing"} recovered`, () => {
      const names = (other: Outcome) =>
        Object.keys(plan(ended("web", outcome), ended("worker", other))?.services ?? {}).join(" ");
      expect(names({ kind: "deployed" })).to.equal(deployed);
      expect(names({ kind: "failed", cause: "tasks" })).to.equal(failed);
    });
  }

  it("plans nothing for services that have not moved or were deleted", () => {
    const still: Outcome = { kind: "not started" };
    const empty = { services: {}, targets: [], impossible: {} };
    expect(plan(ended("web", still), ended("worker", still))).to.deep.equal(empty);
    expect(plan(ended("web", { kind: "gone" }))).to.deep.equal(empty);
  });

  it("recovers abandoned services, however the service that failed has ended", () => {
    const rest = [ended("web", { kind: "abandoned" }), ended("worker", { kind: "deployed" })];
    const failing: Outcome[] = [
      { kind: "superseded", by: "ecs-svc/9" },
      { kind: "unknown" },
      { kind: "not started" },
    ];
    for (const outcome of failing) {
      const { services } = plan(ended("api", outcome), ...rest) ?? { services: {} };
      expect(Object.keys(services), outcome.kind).to.deep.equal(["web", "worker"]);
    }
    expect(plan(ended("api", { kind: "cancelled" }), ...rest)).to.equal(undefined);
  });

  it("plans the revision that ECS itself has rolled back to", () => {
    const elsewhere: Outcome = { ...back, to: "web:0" };
    expect(plan(ended("web", elsewhere))?.services.web?.taskDefinition).to.equal(arn("web:0"));
  });

  it("leaves a forced deployment of the same revision, because it has no older one", () => {
    const same = ended("worker", { kind: "deployed" }, { from: "worker:2" });
    const { services } = plan(ended("web", back), same) ?? { services: {} };
    expect(Object.keys(services)).to.deep.equal(["web"]);
  });

  it("plans no digests where the state remembers none", () => {
    const unknown = [state("web", { history: [] })];
    const made = planRecovery([ended("web", back)], "rollouts", unknown);
    expect(made?.services.web).to.deep.equal({
      ...{ resource: "release-web", cluster: "mage", taskDefinition: arn("web:1") },
      replaces: { controller: "ECS", id: "ecs-svc/web" },
    });
  });

  it("says why a service can't be recovered", () => {
    const first = ended("web", { kind: "failed", cause: "tasks" }, { from: undefined });
    expect(plan(first)?.impossible).to.deep.equal({ web: "It ran no revision before." });
    const lost = planRecovery([ended("web", back)], "rollouts", []);
    expect(lost?.impossible.web).to.include("knows no rollout of it; it ran web:1 before");
    expect(lost?.targets).to.deep.equal([]);
  });
});
