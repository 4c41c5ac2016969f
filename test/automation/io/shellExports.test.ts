import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { shellExports } from "../../../automation/io/shellExports";

describe("shellExports", () => {
  it("gives a shell back what went in", () => {
    const value = 'it\'s a "$HOME" `x`\nof two lines';
    const script = `${shellExports({ PLAIN: "file:///a/b.c", ODD: value })}\nprintf '%s|%s' "$PLAIN" "$ODD"`;
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).to.equal(
      `file:///a/b.c|${value}`,
    );
  });
});
