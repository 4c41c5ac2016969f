import { expect } from "chai";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { CommandHost } from "../../../automation/commands/commandHost";
import { createProgram } from "../../../automation/commands/createProgram";
import { allExitCodes } from "../../../automation/report/exitCodes";
import { FakeOutput } from "../_helpers/fakeOutput";

const host: CommandHost = { environment: undefined, run: () => Promise.resolve() };

/** Flags beside those that every command on an environment has. */
const own: Readonly<Record<string, readonly string[]>> = {
  preview: ["--from", "--for-approval", "--allow-no-credentials"],
  up: ["--from", "--force"],
  build: [],
  rollback: ["--to", "--service", "--image-only", "--dry-run"],
  status: ["--watch"],
  history: ["--limit"],
};
const common = [
  "--cluster",
  "--services",
  "--repository-url",
  "--commit",
  "--explain",
  "--json",
  "--output",
];
const sandbox: Readonly<Record<string, readonly string[]>> = {
  start: [
    "--dir",
    "--json",
    "--time-scale",
    "--runtime",
    "--build-network",
    "--allow-host-folder",
    "--allow-privileged",
  ],
  env: ["--dir", "--json"],
  stop: ["--dir", "--json"],
  status: ["--dir", "--json"],
};

function program() {
  const output = new FakeOutput();
  return { output, program: createProgram(host, output, "1.2.3") };
}

function find(parent: CommandUnknownOpts, name: string): CommandUnknownOpts {
  const command = parent.commands.find((one) => one.name() === name);
  if (!command) throw new Error(`There is no command ${name}.`);
  return command;
}

const flagsOf = (command: CommandUnknownOpts) =>
  command.options.filter(({ hidden }) => !hidden).map(({ long }) => long);

describe("the command line", () => {
  for (const [name, flags] of Object.entries(own)) {
    it(`${name} has its own flags and those of every command on an environment`, () => {
      const found = flagsOf(find(program().program, name));
      expect(found).to.include.members([...common, ...flags]);
    });

    it(`${name} has the flags that docs/settings.md lists, because the page promises them`, () => {
      const page = readFileSync(path.join(__dirname, "../../../docs/settings.md"), "utf8");
      const documented = [...page.matchAll(/`(--(?:cluster|services|repository-url|commit))`/g)];
      expect(documented).to.not.be.empty;
      const found = flagsOf(find(program().program, name));
      for (const [, flag] of documented) expect(found).to.include(flag);
    });

    it(`${name} --help shows an example of the command`, async () => {
      const { output, program: whole } = program();
      await whole.parseAsync([name, "--help"], { from: "user" }).catch(() => undefined);
      expect(output.out).to.match(new RegExp(`Examples?:\\n {2}slipway ${name} `));
    });
  }

  for (const [name, flags] of Object.entries(sandbox)) {
    it(`sandbox ${name} has its flags and an example`, async () => {
      const { output, program: whole } = program();
      expect(flagsOf(find(find(whole, "sandbox"), name))).to.have.members(flags);
      await whole.parseAsync(["sandbox", name, "--help"], { from: "user" }).catch(() => undefined);
      expect(output.out).to.match(new RegExp(`Examples?:\\n {2}slipway sandbox ${name}`));
    });
  }

  it("hides a planned command, because it is not available", () => {
    const { program: whole } = program();
    expect(whole.commands.map((one) => one.name())).to.include("run");
    expect(whole.helpInformation()).to.not.match(/^ +run /m);
  });

  it("--help names every exit code in the words of the reports", async () => {
    const { output, program: whole } = program();
    await whole.parseAsync(["--help"], { from: "user" }).catch(() => undefined);
    const help = output.out.replace(/\s+/g, " ");
    for (const { code, text } of allExitCodes()) expect(help).to.include(`${code} ${text}`);
  });
});
