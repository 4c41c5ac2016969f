import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { singleFileTar } from "../../../../emulator/tasks/docker/singleFileTar";

describe("singleFileTar", () => {
  it("is an archive that tar reads: one executable file with its content", () => {
    const content = Buffer.from("x".repeat(1000));
    const input = singleFileTar("busybox", content);
    expect(input.length % 512).to.equal(0);
    expect(execFileSync("tar", ["-tvf", "-"], { input }).toString()).to.match(
      /^-rwxr-xr-x 0\/0 +1000 .* busybox\n$/,
    );
    expect(execFileSync("tar", ["-xOf", "-"], { input })).to.eql(content);
  });
});
