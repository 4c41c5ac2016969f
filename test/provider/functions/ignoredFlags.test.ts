import { expect } from "chai";
import { ignoredFlags } from "../../../provider/functions/ignoredFlags";

describe("--region and --profile in a program of the user's own", () => {
  it("are refused where its provider has others, because the release would go elsewhere", () => {
    const found = ignoredFlags({ region: "eu-west-1", profile: "deploy" }, { region: "us-east-1" });
    expect(found.map(({ level, message }) => [level, message])).to.deep.equal([
      ["error", "--region asks for eu-west-1, but the program's provider has us-east-1."],
      ["error", "--profile asks for deploy, but the program's provider has no profile of its own."],
    ]);
  });

  it("pass where its provider has the same, or none was given", () => {
    const own = { region: "eu-west-1", profile: "deploy" };
    expect(ignoredFlags(own, own)).to.deep.equal([]);
    expect(ignoredFlags({}, own)).to.deep.equal([]);
  });
});
