import { expect } from "chai";
import { cleanLine } from "../../../../targets/ecs/logs/cleanLine";

const same = (line: string) => line;

describe("cleanLine", () => {
  it("takes out what a terminal would act upon", () => {
    expect(cleanLine("\u001b[31mred\u001b[0m and \u001b[2Kgone\r\n", same)).to.equal(
      "red and gone",
    );
    expect(cleanLine("\u001b]0;title\u0007text\u0008\u009b1m", same)).to.equal("text1m");
    expect(cleanLine("a\tb – ü 🚢", same)).to.equal("a\tb – ü 🚢");
  });

  it("masks before it cuts, so that no half of a secret is left", () => {
    const line = `${"x".repeat(995)}secret-value`;
    expect(cleanLine(line, (text) => text.replaceAll("secret-value", "[S]"))).to.equal(
      `${"x".repeat(995)}[S]`,
    );
    expect(cleanLine("y".repeat(2_000), same)).to.equal(`${"y".repeat(1_000)}…`);
  });

  it("finds a secret that colours tear apart", () => {
    const mask = (text: string) => text.replaceAll("hunter2hunter2", "[PASSWORD]");
    expect(cleanLine("hunter2\u001b[0mhunter2", mask)).to.equal("[PASSWORD]");
  });
});
