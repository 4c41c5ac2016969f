import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { CommandHost } from "../../automation/commands/commandHost";
import { createProgram } from "../../automation/commands/createProgram";
import { flagName, runValues } from "../../config/runValues";
import { runFlags } from "../../contract/runFlags";
import { runVariable } from "../../contract/runRequest";
import { FakeOutput } from "../automation/_helpers/fakeOutput";

const root = path.join(__dirname, "../..");
const folders = readdirSync(root, { withFileTypes: true })
  .filter(
    (entry) =>
      entry.isDirectory() && !/^(\.|node_modules|dist|docs|coverage|test)/.test(entry.name),
  )
  .map(({ name }) => name);
const sources = folders
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(ts|mjs|cjs|sh)$/.test(file) && !file.includes("node_modules"))
      .map((file) => path.join(root, folder, file)),
  )
  .filter((file) => !file.endsWith("runValues.ts"))
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");
const documented = runValues.map(({ variable }) => variable);

describe("the values of a run in docs/settings.md", () => {
  it("have a line for every flag that travels with a run", () => {
    const flags = runValues.flatMap(({ flag }) => flag ?? []);
    expect(flags).to.have.members(Object.keys(runFlags.shape));
  });

  for (const { flag } of runValues) {
    if (flag === undefined) continue;
    it(`name a flag that slipway up and preview have: ${flagName(flag)}`, () => {
      const program = createProgram({} as CommandHost, new FakeOutput(), "1.2.3");
      for (const name of ["up", "preview"]) {
        const command = program.commands.find((one) => one.name() === name);
        expect(command?.options.map(({ long }) => long)).to.include(flagName(flag));
      }
    });
  }

  for (const variable of documented) {
    it(`name a variable that some source reads: ${variable}`, () => {
      expect(sources).to.match(new RegExp(`\\b${variable}\\b`));
    });
  }

  it("leave out no variable of Slipway's own but the runner's request", () => {
    const found = new Set(sources.match(/\bSLIPWAY_[A-Z_]+\b/g));
    expect([...found].filter((name) => !documented.includes(name))).to.deep.equal([runVariable]);
  });
});
