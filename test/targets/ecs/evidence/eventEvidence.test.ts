import { expect } from "chai";
import { capacityEvents, unhealthyTargets } from "../../../../targets/ecs/evidence/eventEvidence";

const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0a1b";

describe("unhealthyTargets", () => {
  it("counts targets by group and reason, most frequent first", () => {
    const timedOut = `(service web) (task 1) (port 80) is unhealthy in (target-group ${arn}) due to (reason Request timed out).`;
    const code = (task: number) =>
      `(service web) (task ${task}) (port 80) is unhealthy in (target-group ${arn}) due to (reason Health checks failed with these codes: [503]).`;
    expect(
      unhealthyTargets([timedOut, code(2), code(3), "(service web) has started"]),
    ).to.deep.equal([
      { targetGroup: arn, reason: "Health checks failed with these codes: [503]", count: 2 },
      { targetGroup: arn, reason: "Request timed out", count: 1 },
    ]);
  });

  it("knows a Classic Load Balancer by its name", () => {
    const event =
      "(service web) (instance i-0a) (port 80) is unhealthy in (elb front) due to (reason Instance has failed at least the UnhealthyThreshold number of health checks consecutively.)";
    expect(unhealthyTargets([event])).to.deep.equal([
      {
        targetGroup: "front",
        reason:
          "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
        count: 1,
      },
    ]);
  });
});

describe("capacityEvents", () => {
  it("are ECS's own words, each once", () => {
    const full =
      "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 0a) has insufficient CPU units available.";
    const quota =
      "(service web) was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently.";
    const stuck =
      "(service web) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.";
    expect(capacityEvents([full, quota, full, stuck])).to.deep.equal(
      [full, quota, stuck].map((event) => event.replace("(service web) ", "")),
    );
  });

  it("are not the failures of tasks that had a place", () => {
    const pull =
      "(service web) was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 7 time(s): app:1: not found.";
    const secrets =
      "(service web) was unable to place a task. Reason: ResourceInitializationError: unable to pull secrets or registry auth: i/o timeout.";
    const started = "(service web) has started 1 tasks: (task 0a).";
    expect(capacityEvents([pull, secrets, started])).to.be.empty;
  });
});
