import { expect } from "chai";
import { AwsCredentialsRejected } from "../../aws/awsErrors";
import { EcsAccessDenied } from "../../targets/ecs/ecsErrors";
import { abandonSiblings } from "../../targets/abandonSiblings";
import { ecsDeployment } from "../../contract/deploymentRef";
import type { ServiceRolloutRequest } from "../../targets/ecs/serviceRolloutRequest";
import { noEvidence } from "../../contract/evidence";
import type { Outcome } from "../../contract/outcome";
import {
  Abandoned,
  type RolloutController,
  type RolloutProgress,
  type RolloutResult,
} from "../../targets/rollout";

interface Flight {
  progress: (failing?: RolloutProgress["failing"]) => void;
  end: (outcome: Outcome) => void;
  refuse: (error: Error) => void;
}

/** Rollouts that end when the test says so, or when they are aborted. */
class HeldRollouts implements RolloutController<ServiceRolloutRequest> {
  readonly flights = new Map<string, Flight>();
  /** Nothing was sent yet. */
  reading = false;

  roll(
    request: ServiceRolloutRequest,
    onProgress: (progress: RolloutProgress) => void,
    signal?: AbortSignal,
  ): Promise<RolloutResult> {
    return new Promise((resolve, reject) => {
      const end = (outcome: Outcome) =>
        resolve({
          outcome,
          reason: "Because.",
          from: "web:1",
          to: "web:2",
          digests: {},
          evidence: noEvidence,
          seconds: 1,
        });
      signal?.addEventListener("abort", () =>
        this.reading
          ? reject(new Error("aborted"))
          : end({ kind: signal.reason instanceof Abandoned ? "abandoned" : "cancelled" }),
      );
      const progress = (failing?: RolloutProgress["failing"]) =>
        onProgress({
          phase: "progress",
          from: "web:1",
          to: "web:2",
          deploymentId: "ecs-svc/1",
          attached: false,
          counts: { desired: 2, running: 0, pending: 0, failed: 0 },
          status: "…",
          ...(failing && { failing }),
        });
      this.flights.set(request.service, { progress, end, refuse: reject });
    });
  }
}

const rolledBack: Outcome = { kind: "rolled back", by: "breaker", finished: false };

describe("abandonSiblings", () => {
  let held: HeldRollouts;
  let rollouts: RolloutController<ServiceRolloutRequest>;

  beforeEach(() => {
    held = new HeldRollouts();
    rollouts = abandonSiblings(held, ({ service, taskDefinition }) => ({
      ...{ target: service, to: taskDefinition },
    }));
  });

  function roll(service: string, more: Partial<ServiceRolloutRequest> = {}, signal?: AbortSignal) {
    const limits = { noProgress: 60, timeout: 60 };
    const request = { cluster: "main", service, taskDefinition: "web:2", limits, ...more };
    return rollouts.roll(request, () => undefined, signal);
  }
  const flight = (service: string) => held.flights.get(service)!;
  const outcomes = async (...all: Promise<RolloutResult>[]) =>
    (await Promise.all(all)).map(({ outcome }) => outcome.kind);

  it("ends the others at the first sign of a failure; the failing one goes on", async () => {
    const [a, b, c] = [roll("a"), roll("b"), roll("c")];
    flight("a").progress({ outcome: rolledBack, reason: "tasks failed to start." });
    expect(await outcomes(b, c)).to.deep.equal(["abandoned", "abandoned"]);
    const late = await roll("d");
    expect(late.outcome).to.deep.equal({ kind: "not started" });
    expect(late.reason).to.contain("a: tasks failed to start.");
    expect(held.flights.has("d")).to.be.false;
    flight("a").end({ ...rolledBack, finished: true });
    expect(await outcomes(a)).to.deep.equal(["rolled back"]);
  });

  for (const kind of ["failed", "stopped", "gone", "timed out"] as const) {
    it(`ends the others when one ended as ${kind}`, async () => {
      const [a, b] = [roll("a"), roll("b")];
      flight("a").end({ kind } as Outcome);
      expect(await outcomes(a, b)).to.deep.equal([kind, "abandoned"]);
    });
  }

  for (const kind of ["deployed", "unchanged", "superseded", "unknown"] as const) {
    it(`lets the others go on when one ended as ${kind}`, async () => {
      const [a, b] = [roll("a"), roll("b")];
      flight("a").end({ kind } as Outcome);
      flight("b").end({ kind: "deployed" });
      expect(await outcomes(b, a)).to.deep.equal(["deployed", kind]);
    });
  }

  it("ends the others when one is refused", async () => {
    const [a, b] = [roll("a"), roll("b")];
    flight("a").refuse(new EcsAccessDenied("Not allowed."));
    expect(await a.catch((error: unknown) => error)).to.be.instanceOf(EcsAccessDenied);
    expect(await outcomes(b)).to.deep.equal(["abandoned"]);
  });

  it("lets the others go on when the credentials were lost: nothing is known to have failed", async () => {
    const [a, b] = [roll("a"), roll("b")];
    flight("a").refuse(new AwsCredentialsRejected("The token is expired."));
    expect(await a.catch((error: unknown) => error)).to.be.instanceOf(AwsCredentialsRejected);
    flight("b").end({ kind: "unknown" });
    expect(await outcomes(b)).to.deep.equal(["unknown"]);
  });

  it("has not started what is abandoned before anything was sent", async () => {
    // A controller that reads at first rejects with whatever its aborted call came to.
    const [a, b] = [roll("a"), roll("b")];
    flight("a").refuse(new EcsAccessDenied("Not allowed."));
    held.reading = true;
    await a.catch(() => undefined);
    expect((await b).outcome).to.deep.equal({ kind: "not started" });
  });

  it("leaves a cancelled run to itself", async () => {
    const cancel = new AbortController();
    const [a, b] = [roll("a", {}, cancel.signal), roll("b", {}, cancel.signal)];
    cancel.abort(new Error("SIGINT"));
    expect(await outcomes(a, b)).to.deep.equal(["cancelled", "cancelled"]);
  });

  it("lets every service of a rollback go its own way", async () => {
    const [a, b] = [
      roll("a", { replaces: ecsDeployment("ecs-svc/1") }),
      roll("b", { replaces: ecsDeployment("ecs-svc/2") }),
    ];
    flight("a").end({ kind: "failed", cause: "tasks" });
    flight("b").end({ kind: "deployed" });
    expect(await outcomes(a, b)).to.deep.equal(["failed", "deployed"]);
  });
});
