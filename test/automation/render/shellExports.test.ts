import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { shellExports } from "../../../automation/render/shellExports";

describe("shellExports", () => {
  it("gives a shell back what went in", () => {
    const value = 'it\'s a "$HOME" `x`\nof two lines';
    const script = `${shellExports({ PLAIN: "file:///a/b.c", ODD: value }, [])}\nprintf '%s|%s' "$PLAIN" "$ODD"`;
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).to.equal(
      `file:///a/b.c|${value}`,
    );
  });

  it("puts folders before the PATH that the shell has, and leaves that as it is", () => {
    const odd = '/a "b"/$c`d`';
    const exports = shellExports({ PATH: "/frozen", A: "1" }, ["/tools/bin", odd]);
    expect(exports).to.not.include("frozen");
    const script = `PATH=/mine\n${exports}\nprintf %s "$PATH"`;
    expect(execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" })).to.equal(
      `/tools/bin:${odd}:/mine`,
    );
    expect(shellExports({ A: "1" }, [])).to.equal("export A=1");
  });
});
