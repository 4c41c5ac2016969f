import { expect } from "chai";
import { noEvidence } from "../../../../contract/evidence";
import { hintsFor } from "../../../../targets/ecs/evidence/hints";

/** Texts as AWS's pages and captured deployments have them → a word of the hint. */
const cases: [string, RegExp][] = [
  [
    "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref app:1: app:1: not found",
    /image does not exist/,
  ],
  [
    "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/arm64'",
    /CPU architecture/,
  ],
  [
    "CannotPullContainerError: pull access denied for app, repository does not exist or may require 'docker login'",
    /execution role/,
  ],
  [
    "CannotPullContainerError: failed to do request: dial tcp 52.1.2.3:443: i/o timeout",
    /NAT gateway/,
  ],
  [
    "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.",
    /log group .* does not exist/,
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: AccessDeniedException: not authorized to perform: secretsmanager:GetSecretValue",
    /may not be read/,
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    /does not exist: check the ARNs/,
  ],
  [
    "ResourceInitializationError: unable to pull secrets or registry auth: dial tcp: i/o timeout",
    /need a way to Secrets Manager/,
  ],
  ["OutOfMemoryError: Container killed due to memory usage", /raise `memory`/],
  [
    'CannotStartContainerError: exec: "serve": executable file not found in $PATH',
    /command is not in the image/,
  ],
  ["Task failed container health checks", /not healthy/],
  [
    "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/web/1)",
    /not healthy/,
  ],
];

const stopped = (reason: string) => ({
  ...noEvidence,
  stoppedTasks: [{ reason, count: 1, taskArn: "t" }],
});

describe("hintsFor", () => {
  for (const [reason, expected] of cases) {
    it(`has one for: ${reason.slice(0, 90)}`, () => {
      const hints = hintsFor(stopped(reason));
      expect(hints).to.have.lengthOf(1);
      expect(hints[0]).to.match(expected);
    });
  }

  it("has none for a reason that it does not know", () => {
    expect(hintsFor(stopped("Essential container in task exited"))).to.be.empty;
    expect(hintsFor(noEvidence)).to.be.empty;
  });

  it("reads the log: an image for another architecture starts and cannot run", () => {
    const logs = { container: "app", lines: ["exec /app/serve: exec format error"] };
    const [hint] = hintsFor({ ...stopped("Essential container in task exited"), logs });
    expect(hint).to.contain("architecture");
  });

  it("reads capacity events", () => {
    const quota = "You've reached the limit on the number of vCPUs you can run concurrently";
    const full = "no container instance met all of its requirements.";
    expect(hintsFor({ ...noEvidence, capacity: [quota] })[0]).to.contain("Service Quotas");
    expect(hintsFor({ ...noEvidence, capacity: [full] })[0]).to.contain("no room");
  });

  it("has several where several things went wrong", () => {
    const both = {
      ...stopped("OutOfMemoryError: Container killed due to memory usage"),
      events: ["(service web) (task 1) failed container health checks."],
    };
    expect(hintsFor(both)).to.have.lengthOf(2);
  });
});
