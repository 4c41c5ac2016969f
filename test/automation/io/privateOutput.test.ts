import { expect } from "chai";
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { keepOutputPrivate } from "../../../automation/io/privateOutput";

describe("keepOutputPrivate", () => {
  it("shuts a file that standard output goes to, because keys are printed into it", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "slipway-output-"));
    const file = openSync(path.join(folder, "sandbox.env"), "w", 0o644);
    keepOutputPrivate(file);
    expect(fstatSync(file).mode & 0o777).to.equal(0o600);
    closeSync(file);
    rmSync(folder, { recursive: true });
  });

  it("leaves devices and pipes as they are, and a descriptor that is closed", () => {
    const device = openSync("/dev/null", "w");
    const { mode } = fstatSync(device);
    keepOutputPrivate(device);
    expect(fstatSync(device).mode).to.equal(mode);
    closeSync(device);
    keepOutputPrivate(device);
  });
});
