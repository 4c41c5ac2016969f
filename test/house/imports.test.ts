import { expect } from "chai";
import { circles, reachable, type Graph } from "./_helpers/circles";
import { sources } from "./_helpers/sources";

/**
 * Circles that are still there, each to be mended where its type or function belongs: remove the line then.
 * A circle passes when all of its files are in one line.
 */
const knownCircles: readonly string[][] = [];

/** What people, npm, Pulumi and other programs start or import by itself. */
const entryPoints = [
  "automation/cli.ts",
  "bench/compare/main.ts",
  "bench/emulator/containers.ts",
  "bench/emulator/main.ts",
  "bench/overhead/main.ts",
  "bin/bundle.mjs",
  "bin/start.cjs",
  "components/index.ts",
  "demo/run.ts",
  "emulator/main.ts",
  "emulator/wire/model/generateModel.mjs",
  "eslint.config.mjs",
  "index.ts",
  "provider/bundle.mjs",
  "provider/main.ts",
  "sandbox/main.ts",
  "toolchain/setup.mjs",
];

/** Files that only tests import, still: move them into test/, or give them an entry point, and remove the line. */
const knownForTests: readonly string[] = [
  // Make pages of docs/, which their tests write and check.
  "automation/report/errors/errorReference.ts",
  "automation/report/errors/errorWords.ts",
  "aws/iam/iamPage.ts",
  "aws/iam/permissions.ts",
  "config/runValues.ts",
  "config/settingsReference.ts",
];

describe("the imports of the whole checkout", () => {
  let graph: Graph;
  before(() => {
    graph = new Map([...sources()].map(([file, { imports }]) => [file, imports]));
  });

  it("were found: more than a thousand of them", () => {
    expect([...graph.values()].flat().length).to.be.above(1000);
  });

  it("form no circle, also not by types alone", () => {
    const within = (circle: string[], known: string[]) => circle.every((f) => known.includes(f));
    const found = circles(graph);
    expect(found.filter((circle) => !knownCircles.some((known) => within(circle, known)))).to.be
      .empty;
    const mended = knownCircles.filter((known) => !found.some((circle) => within(circle, known)));
    expect(mended, "mended: remove these from knownCircles").to.be.empty;
  });

  it("lead from an entry point to every file outside test/: no code is there for tests alone", () => {
    const missing = entryPoints.filter((file) => !graph.has(file));
    expect(missing, "entry points that are gone").to.be.empty;
    const used = reachable(graph, entryPoints);
    const unused = [...graph.keys()].filter((f) => !f.startsWith("test/") && !used.has(f));
    expect(unused.filter((file) => !knownForTests.includes(file))).to.be.empty;
    const mended = knownForTests.filter((file) => !unused.includes(file));
    expect(mended, "mended: remove these from knownForTests").to.be.empty;
  });
});
