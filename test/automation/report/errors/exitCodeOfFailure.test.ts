import { expect } from "chai";
import { exitCodeOfError } from "../../../../automation/report/errors/exitCodeOfError";
import { exitCodeOfFailure } from "../../../../automation/report/errors/exitCodeOfFailure";
import { exitCodes } from "../../../../automation/report/exitCodes";
import { StackLocked } from "../../../../automation/workspace/errors";
import { SettingsError } from "../../../../config/problems/settingsError";

describe("exitCodeOfError", () => {
  it("is the one that the error's class names", () => {
    expect(exitCodeOfError(new SettingsError("staging", []))).to.equal(exitCodes.usage);
    expect(exitCodeOfError(new StackLocked("staging", undefined, undefined))).to.equal(11);
  });

  it("is 1 for an error that is not Slipway's own", () => {
    expect(exitCodeOfError(new TypeError("x"))).to.equal(exitCodes.unexpected);
  });
});

describe("exitCodeOfFailure", () => {
  const image = "docker-build:index:Image";
  const rollout = "slipway:ecs:ServiceRollout";
  const table: [string, string | undefined, string | undefined, number][] = [
    ["a build that AWS denied a call fails as a build", "AWS_ACCESS_DENIED", image, 4],
    ["a rollout that AWS denied a call is refused", "AWS_ACCESS_DENIED", rollout, 3],
    ["a failed task fails as a task", "TASK_RUN_FAILED", "slipway:ecs:TaskRun", 5],
    ["a code of an error class decides without a resource", "TAG_IMMUTABLE", undefined, 4],
    ["a code of the program's own refusals decides", "PREFLIGHT_REFUSED", undefined, 3],
    ["a rollout without a code is refused", undefined, rollout, 3],
    ["an unknown code is unexpected", "constructor", "toString", 1],
    ["a failure without code and resource is unexpected", undefined, undefined, 1],
  ];
  for (const [what, code, type, exitCode] of table) {
    it(`is ${exitCode}: ${what}`, () => {
      expect(exitCodeOfFailure(code, type)).to.equal(exitCode);
    });
  }
});
