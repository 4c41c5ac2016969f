import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { format, resolveConfig } from "prettier";

const root = path.join(__dirname, "../..");
const page = path.join(root, "docs/architecture.md");
const [begin, end] = ["<!-- layers: begin -->", "<!-- layers: end -->"];
/** The packages that a layer may be kept from, by a name of theirs. */
const groups = [
  ["@pulumi/*", "Pulumi"],
  ["commander", "a terminal's packages"],
  ["@aws-sdk/*", "AWS's SDK"],
] as const;

interface Layer {
  readonly files: readonly string[];
  readonly rules: {
    readonly "no-restricted-imports": readonly [
      string,
      { patterns: readonly { message: string; group?: readonly string[] }[] },
    ];
  };
}

/** The table of eslint.layers.mjs, so that page and rule are one list. */
async function layersTable(): Promise<string> {
  const rule = path.join(root, "eslint.layers.mjs");
  const { layers } = (await import(rule)) as { layers: readonly Layer[] };
  const rows = layers.map(({ files, rules }) => {
    const { patterns } = rules["no-restricted-imports"][1];
    const allowed = /only: (.*) \(/.exec(patterns[0]?.message ?? "")?.[1]?.split(", ") ?? [];
    const own = files.map((file) => file.replace("/**", ""));
    const others = allowed.filter((name) => !own.includes(name));
    const kept = patterns.flatMap(({ group = [] }) => group);
    const packages = groups.flatMap(([name, words]) => (kept.includes(name) ? [words] : []));
    const cells = [
      own.map((name) => `\`${name}\``).join(", "),
      others.join(", ") || "no other folder",
      packages.join(", "),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const head = ["| folder | may import | never |", "| --- | --- | --- |"];
  const options = await resolveConfig(page);
  const text = await format([...head, ...rows].join("\n"), { ...options, parser: "markdown" });
  return text.trim();
}

describe("docs/architecture.md", () => {
  it("has the table of eslint.layers.mjs (UPDATE_DOCS=1 writes it)", async () => {
    const text = readFileSync(page, "utf8");
    const from = text.indexOf(begin) + begin.length;
    const to = text.indexOf(end);
    expect(to).to.be.greaterThan(from);
    const table = await layersTable();
    if (process.env.UPDATE_DOCS === "1") {
      writeFileSync(page, `${text.slice(0, from)}\n\n${table}\n\n${text.slice(to)}`);
      return;
    }
    expect(text.slice(from, to).trim()).to.equal(table);
  });

  it("shows every folder of the repository in its picture, and no other", () => {
    const picture = /```\n(Pulumi\.yaml.*?)```/s.exec(readFileSync(page, "utf8"))?.[1] ?? "";
    const shown = [...picture.matchAll(/^(\w+)\/ /gm)].map(([, name]) => name);
    const tracked = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" });
    const folders = tracked.split("\n").flatMap((file) => /^(\w+)\//.exec(file)?.[1] ?? []);
    expect(shown.sort()).to.deep.equal([...new Set(folders)].sort());
  });
});
