import { expect } from "chai";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { isOwnProgram } from "../../../../automation/workspace/inline/isOwnProgram";

const handsOn = 'import program = require("slipway/index");\nexport = program;\n';
const nodejs = "name: mage\nruntime: nodejs\n";

describe("isOwnProgram", () => {
  let root: string;
  let folder: string;
  const own = () => path.join(root, "slipway/index");

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "slipway-own-"));
    folder = path.join(root, "project");
    for (const checkout of ["slipway", "other"]) await write(`${checkout}/index.ts`, "export = 1;");
    await write("slipway/components.ts", "export const a = 1;");
    await write("slipway/package.json", '{ "name": "slipway", "main": "components.ts" }');
    await mkdir(path.join(folder, "node_modules"), { recursive: true });
    await symlink(path.join(root, "slipway"), path.join(folder, "node_modules/slipway"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(file: string, text: string): Promise<void> {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }

  const cases: [string, Record<string, string>, boolean][] = [
    ["hands it on", { "Pulumi.yaml": nodejs, "index.ts": handsOn }, true],
    [
      "is that of the package, by `main`",
      { "Pulumi.yaml": `${nodejs}main: node_modules/slipway/index.ts\n` },
      true,
    ],
    [
      "is named without its ending",
      { "Pulumi.yaml": `${nodejs}main: node_modules/slipway/index\n` },
      true,
    ],
    ["is named by its folder", { "Pulumi.yaml": `${nodejs}main: node_modules/slipway/\n` }, true],
    [
      "is named by package.json",
      {
        "Pulumi.yaml": nodejs,
        "package.json": '{ "main": "app.js" }',
        "app.js": "module.exports = require('slipway/index');",
      },
      true,
    ],
    [
      "hands on a path",
      { "Pulumi.yaml": nodejs, "index.ts": handsOn.replace("slipway/index", "../slipway/index") },
      true,
    ],
    [
      "hands on another Slipway's",
      { "Pulumi.yaml": nodejs, "index.ts": handsOn.replace("slipway/index", "../other/index") },
      false,
    ],
    [
      "hands on the component",
      { "Pulumi.yaml": nodejs, "index.ts": handsOn.replace("slipway/index", "slipway") },
      false,
    ],
    ["is the user's own", { "Pulumi.yaml": nodejs, "index.ts": "export const a = 1;" }, false],
    [
      "is of another language",
      { "Pulumi.yaml": "name: a\nruntime: python\n", "index.ts": handsOn },
      false,
    ],
    ["is not there", { "Pulumi.yaml": nodejs }, false],
    [
      "hands on what is not installed",
      { "Pulumi.yaml": nodejs, "index.ts": handsOn.replace("slipway/index", "nowhere") },
      false,
    ],
    [
      "is of a project that can't be read",
      { "Pulumi.yaml": "name: [", "index.ts": handsOn },
      false,
    ],
  ];
  for (const [what, files, expected] of cases) {
    it(`is ${expected} for a project whose program ${what}`, async () => {
      for (const [name, text] of Object.entries(files)) await write(`project/${name}`, text);
      expect(isOwnProgram(folder, own())).to.equal(expected);
    });
  }

  it("is true for a project that links to it, as Slipway's own tests do", async () => {
    await write("project/Pulumi.yaml", `${nodejs}main: index.ts\n`);
    await symlink(path.join(root, "slipway/index.ts"), path.join(folder, "index.ts"));
    expect(isOwnProgram(folder, own())).to.equal(true);
  });
});
