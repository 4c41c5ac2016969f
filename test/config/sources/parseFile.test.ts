import { expect } from "chai";
import { parseFile } from "../../../config/sources/parseFile";
import { SettingsError } from "../../../config/problems/settingsError";

const name = "Pulumi.staging.yaml";

function refusal(text: string): SettingsError {
  try {
    parseFile("staging", name, text);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("Expected the file to be refused.");
}

describe("parseFile", () => {
  it("reads YAML and JSON, also with tabs, and an empty file", () => {
    expect(parseFile("staging", name, "config:\n  a:b: 1\n")).to.deep.equal({
      config: { "a:b": 1 },
    });
    expect(parseFile("staging", name, '{\n\t"config": {\n\t\t"a:b": 1\n\t}\n}\n')).to.deep.equal({
      config: { "a:b": 1 },
    });
    expect(parseFile("staging", name, "# nothing\n")).to.equal(null);
  });

  const bad: [string, string, RegExp][] = [
    ["config:\n  a: b: c\n", "2:6", /Nested mappings/],
    ["config:\n\ta: b\n", "2:1", /Tabs are not allowed/],
    ["config:\n  slipway:services: [a, b\n  slipway:cluster: x\n", "3:3", /Flow sequence/],
    ["config:\n  a: 1\n  a: 2\n", "3:3", /unique/],
  ];
  for (const [text, place, words] of bad) {
    it(`names file and line of ${JSON.stringify(text)}`, () => {
      const { problems, code } = refusal(text);
      expect(code).to.equal("SETTINGS_INVALID");
      expect(problems[0]?.path).to.equal(`${name}:${place}`);
      expect(problems[0]?.message)
        .to.match(/^is not valid YAML: /)
        .and.match(words);
    });
  }

  for (const text of [
    'a: "\\xhunter2"\n',
    "- a\nhunter2: 1\n",
    "a: @hunter2\n",
    'a: "x" hunter2\n',
  ]) {
    it(`quotes nothing of ${JSON.stringify(text)}`, () => {
      expect(refusal(text).message).to.not.include("hunter2").and.not.include("xhunt");
    });
  }
});
