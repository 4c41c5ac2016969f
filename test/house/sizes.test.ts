import path from "node:path";
import { expect } from "chai";
import { sources, type Source } from "./_helpers/sources";

const mostLines = 300;
const mostFiles = 20;

/** Made by a program, not by hand. */
const generated = /^emulator\/services\/\w+\/shapes\.ts$/;

/** Longer than they may be, still: split each by subject, and remove its line then. */
const knownLong: readonly string[] = [
  "test/e2e/_badInput/place.ts",
  "test/automation/release/up.test.ts",
  "test/automation/rollback/rollback.test.ts",
  "test/components/ecsRelease.test.ts",
  "test/config/readSettings.test.ts",
  "test/conformance/rollout.test.ts",
  "test/e2e/release.test.ts",
  "test/e2e/rollback.test.ts",
  "test/registry/oci/ociRegistry.test.ts",
  "test/targets/ecs/controllers/ecs/ecsController.test.ts",
  "test/targets/ecs/taskRun/taskRunner.test.ts",
];

/** Folders with more files than they may have, still: give each subject a folder, and remove the line then. */
const knownFull: readonly string[] = ["test/e2e"];

describe("the sizes of the whole checkout", () => {
  let files: Source[];
  before(() => {
    files = [...sources().values()].filter(({ file }) => !generated.test(file));
  });

  it(`keep to ${mostLines} lines a file of code, but for generated ones`, () => {
    const long = files.filter(({ lines }) => lines > mostLines).map(({ file }) => file);
    expect(long.filter((file) => !knownLong.includes(file))).to.be.empty;
    const mended = knownLong.filter((file) => !long.includes(file));
    expect(mended, "mended: remove these from knownLong").to.be.empty;
  });

  it(`keep to ${mostFiles} files of code in a folder, not counting those in its folders`, () => {
    const counts = new Map<string, number>();
    for (const { file } of files) {
      const folder = path.posix.dirname(file);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const full = [...counts].filter(([, count]) => count > mostFiles).map(([folder]) => folder);
    expect(full.filter((folder) => !knownFull.includes(folder))).to.be.empty;
    const mended = knownFull.filter((folder) => !full.includes(folder));
    expect(mended, "mended: remove these from knownFull").to.be.empty;
  });
});
