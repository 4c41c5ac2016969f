import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import type { CommandHost } from "../../automation/commands/commandHost";
import { createProgram } from "../../automation/commands/createProgram";
import { slipwayShape, type SlipwayKey } from "../../config/schema/slipway";

const root = path.join(__dirname, "../..");
const guides = readdirSync(path.join(root, "docs")).filter(
  (name) => name.endsWith(".md") && name !== "README.md",
);
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...["README.md", ...guides].map((name) => `docs/${name}`),
];
const textOf = (page: string) => readFileSync(path.join(root, page), "utf8");

/** What stands between fences, of a language. */
function fences(page: string, ...languages: string[]): string[] {
  const found = textOf(page).matchAll(/^ *```(\w+)\n(.*?)^ *```$/gms);
  return [...found].flatMap(([, language = "", text = ""]) =>
    languages.includes(language) ? [text] : [],
  );
}

/** What somebody who pastes a shell's lines would have written into files. */
function filesOf(page: string): { name: string; text: string }[] {
  const shell = fences(page, "bash").join("\n");
  const found = shell.matchAll(/^cat > (\S+) <<'?END'?\n(.*?)^END$/gms);
  return [...found].map(([, name = "", text = ""]) => ({ name, text }));
}

function expectSettings(text: string): void {
  for (const document of parseAllDocuments(text)) {
    expect(document.errors, text).to.deep.equal([]);
    const value = document.toJS() as { config?: object } | undefined;
    for (const [key, setting] of Object.entries({ ...value, ...value?.config })) {
      if (!key.startsWith("slipway:")) continue;
      const name = key.slice("slipway:".length) as SlipwayKey;
      expect(Object.keys(slipwayShape), key).to.include(name);
      expect(slipwayShape[name].safeParse(setting).error, key).to.equal(undefined);
    }
  }
}

/** Every `slipway …` that somebody may copy. */
function commandLines(): { page: string; words: string[] }[] {
  const sources = [
    ...pages.map((page) => ({ page, text: fences(page, "bash", "yaml").join("\n") })),
    { page: ".buildkite/pipeline.yml", text: textOf(".buildkite/pipeline.yml") },
  ];
  const pasted = sources.flatMap(({ page, text }) =>
    [...text.matchAll(/(?:npx |^ *)slipway ([a-z][^#\n\]&|>]*)/gm)].map(([, line = ""]) => ({
      page,
      words: line.trim().split(/\s+/),
    })),
  );
  const named = pages.flatMap((page) =>
    [...textOf(page).matchAll(/`(?:npx )?slipway ([a-z][^`\n&|>…]*)`/g)].map(([, line = ""]) => ({
      page,
      words: line.trim().split(/\s+/),
    })),
  );
  return [...pasted, ...named];
}

describe("the pages", () => {
  it("are all linked from the index, and the index from the README", () => {
    const index = textOf("docs/README.md");
    for (const name of guides) expect(index).to.include(`](${name})`);
    expect(textOf("README.md")).to.include("](docs/README.md)");
  });

  it("begin with a README that fits onto a few screens", () => {
    const lines = textOf("README.md").trimEnd().split("\n");
    expect(lines.length).to.be.below(120);
    for (const line of lines) expect(line.length, line).to.be.at.most(120);
  });

  for (const page of pages) {
    it(`link to what is there: ${page}`, () => {
      const links = [...textOf(page).matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !/^[a-z]+:/.test(target));
      const missing = links.filter(
        (target) => !existsSync(path.join(root, path.dirname(page), target)),
      );
      expect(missing).to.deep.equal([]);
    });

    it(`hold YAML that can be read, and settings that there are: ${page}`, () => {
      for (const text of fences(page, "yaml")) expectSettings(text);
    });
  }

  it("write files that can be read", () => {
    const files = pages.flatMap(filesOf);
    const names = files.map(({ name }) => name);
    expect(names).to.include.members(["task.json", "Pulumi.yaml", "Pulumi.staging.yaml"]);
    for (const { name, text } of files) {
      if (name.endsWith(".yaml")) expectSettings(text);
      if (name.endsWith(".json")) expect(() => JSON.parse(text) as unknown, name).to.not.throw();
    }
  });

  it("ask the local AWS for what it can do", () => {
    const shell = fences("docs/first-release.md", "bash").join("\n");
    const calls = [...shell.matchAll(/\baws (\w+) ([a-z-]+)/g)].filter(
      ([, , name]) => name !== "wait",
    );
    expect(calls.length).to.be.greaterThan(4);
    for (const [call, service = "", name = ""] of calls) {
      const operation = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const folder = path.join(root, `emulator/services/${service}/operations`);
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
      expect(
        files.map((file) => path.basename(file, ".ts")),
        call,
      ).to.include(operation);
    }
  });

  it("name commands and options that there are", () => {
    const host: CommandHost = { environment: undefined, run: () => Promise.resolve() };
    const nowhere = { stdout: () => undefined, stderr: () => undefined };
    const program = createProgram(host, nowhere, "0");
    const lines = commandLines();
    expect(lines.length).to.be.greaterThan(60);
    for (const { page, words } of lines) {
      const [name, ...rest] = words;
      const command = program.commands.find((one) => one.name() === name);
      expect(command, `${page}: slipway ${words.join(" ")}`).to.not.equal(undefined);
      const options = [command, ...(command?.commands ?? [])].flatMap(
        (one) => one?.options.map(({ long }) => long) ?? [],
      );
      for (const word of rest.filter((one) => one.startsWith("--"))) {
        expect([...options, "--help"], `${page}: slipway ${words.join(" ")}`).to.include(word);
      }
    }
  });
});
