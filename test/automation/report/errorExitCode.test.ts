import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  exitCodeOfError,
  exitCodeOfFailure,
  exitCodesByError,
} from "../../../automation/report/errorExitCode";
import { exitCodes } from "../../../automation/report/exitCodes";
import { refusalCodes } from "../../../contract/refusal";
import { SettingsError } from "../../../config/problems/settingsError";
import { StackLocked } from "../../../automation/workspace/errors";

const root = path.join(__dirname, "../../..");
const folders = [
  "automation",
  "aws",
  "config",
  "contract",
  "provider",
  "registry",
  "sandbox",
  "support",
  "targets",
  "toolchain",
];

/** Errors that mean nothing in particular for who runs a command. */
const unexpected = [
  "LOOK_UP_FAILED",
  "UNEXPECTED",
  "DEADLINE_EXCEEDED",
  "PULUMI_FAILED",
  "SANDBOX_FAILED",
];

describe("the exit code of an error", () => {
  it("is known for every stable code in the source", () => {
    const known = [...Object.keys(exitCodesByError), ...unexpected];
    const missing = folders
      .flatMap((folder) => sources(path.join(root, folder)))
      .flatMap((file) =>
        [...readFileSync(file, "utf8").matchAll(/readonly code = "(\w+)"/g)].map((m) => m[1]!),
      )
      .filter((code) => !known.includes(code));
    expect(missing).to.deep.equal([]);
    expect(refusalCodes.filter((code) => !known.includes(code))).to.deep.equal([]);
  });

  it("follows the code, and is 1 for anything else", () => {
    expect(exitCodeOfError(new SettingsError("staging", []))).to.equal(exitCodes.usage);
    expect(exitCodeOfError(new StackLocked("staging", undefined, undefined))).to.equal(11);
    expect(exitCodeOfError(new TypeError("x"))).to.equal(exitCodes.unexpected);
  });

  it("is the build's when the build failed, whatever it stumbled over", () => {
    const image = "docker-build:index:Image";
    expect(exitCodeOfFailure("AWS_ACCESS_DENIED", image)).to.equal(exitCodes.buildFailed);
    expect(exitCodeOfFailure("AWS_ACCESS_DENIED", "slipway:ecs:ServiceRollout")).to.equal(3);
    expect(exitCodeOfFailure(undefined, undefined)).to.equal(exitCodes.unexpected);
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file));
}
