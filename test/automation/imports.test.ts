import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.join(__dirname, "../..");
const folder = path.join(root, "automation");

describe("the imports of automation/", () => {
  it("have no circle, types included, because each file must be readable after those it imports", () => {
    const graph = new Map(
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => path.join(folder, file))
        .map((file) => [file, importsOf(file)]),
    );
    expect(graph.size).to.be.above(100);
    expect(circleIn(graph)?.map((file) => path.relative(root, file))).to.equal(undefined);
  });

  it("are seen as a circle where two files import one another", () => {
    const graph = new Map([
      ["a", ["b"]],
      ["b", ["c", "a"]],
      ["c", []],
    ]);
    expect(circleIn(graph)).to.deep.equal(["a", "b", "a"]);
  });
});

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/from "(\.[^"]*)"/g)].map(
    ([, name = ""]) => `${path.resolve(path.dirname(file), name)}.ts`,
  );
}

/** The first circle of a depth-first walk: the files on it, the first one again at its end. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, above: readonly string[]): string[] | undefined => {
    const seen = above.indexOf(file);
    if (seen >= 0) return [...above.slice(seen), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const circle = walk(next, [...above, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const circle = walk(file, []);
    if (circle) return circle;
  }
  return undefined;
}
