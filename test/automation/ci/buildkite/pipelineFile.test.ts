import { expect } from "chai";
import path from "node:path";
import ts from "typescript";
import { holds } from "../../../e2e/_pipeline/condition";
import { readPipelineFile, type CommandStep, type PipelineFile } from "./_pipelineFile";

/** What a pipeline file may hold by Buildkite's own types; an enum's member may be written as its text. */
const declarations = `
import type { Pipeline, BlockStep, CommandStep } from "@buildkite/buildkite-sdk";
type Plain<T> = T extends string ? \`\${T}\` : T extends (infer E)[] ? Plain<E>[]
  : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
type Top = Pick<Pipeline, "env">;
`;

/** Names of the SDK's types by what tells the kinds of steps from each other. */
function typeOf(step: object): string {
  return "block" in step ? "BlockStep" : "CommandStep";
}

/** @returns what TypeScript finds wrong */
function problemsOf({ env, steps }: PipelineFile): string[] {
  const lines = steps.flatMap((step, n) =>
    step === "wait"
      ? []
      : [`export const step${n}: Plain<${typeOf(step)}> = ${JSON.stringify(step)};`],
  );
  const top = `export const top: Plain<Top> = ${JSON.stringify({ env })};`;
  return compile([declarations, top, ...lines].join("\n"));
}

function compile(source: string): string[] {
  const name = path.join(__dirname, "pipelineSource.ts");
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.readFile = (file) => (file === name ? source : readFile(file));
  host.fileExists = (file) => file === name || fileExists(file);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, source, rest[0]) : getSourceFile(file, ...rest);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([name], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("the pipeline file", function () {
  this.timeout(60_000);
  const pipeline = readPipelineFile();
  const commands = pipeline.steps.filter((step) => step !== "wait" && "commands" in step);

  it("is what Buildkite's own types allow", () => {
    expect(problemsOf(pipeline)).to.deep.equal([]);
  });

  it("would not be with a mistake in it", () => {
    // One a step: a property too many is told only where all else is right.
    const mistakes = [{ concurency: 1 }, { if: true }, { blocked_state: "green" }];
    const wrong = pipeline.steps
      .filter((step) => step !== "wait")
      .map((step, n) => ({ ...step, ...mistakes[n % mistakes.length] }));
    const found = problemsOf({ ...pipeline, steps: wrong } as PipelineFile).join("\n");
    for (const one of ["concurency", "'boolean'", '"green"']) expect(found).to.include(one);
  });

  it("releases to each environment one build at a time, and retries only what is safe", () => {
    const moving = commands.filter((step) =>
      /slipway (up|rollback)/.test(JSON.stringify(step)),
    ) as Record<string, unknown>[];
    expect(moving.map(({ concurrency_group: group }) => group)).to.deep.equal([
      "${BUILDKITE_PIPELINE_SLUG}/staging",
      "${BUILDKITE_PIPELINE_SLUG}/production",
      "${BUILDKITE_PIPELINE_SLUG}/production",
    ]);
    expect(moving.every(({ concurrency }) => concurrency === 1)).to.equal(true);
    for (const { retry } of moving.slice(0, 2)) {
      expect(retry).to.deep.equal({
        automatic: [
          { exit_status: -1, limit: 2 },
          { exit_status: 11, limit: 3 },
        ],
      });
    }
  });

  it("gives a fork's pull request no role, whatever it calls its branch", () => {
    const roles = commands.filter((step) => JSON.stringify(step).includes("role-arn"));
    expect(roles).to.have.length.greaterThan(3);
    for (const branch of ["feature", "main"]) {
      const facts = {
        "build.branch": branch,
        "pipeline.default_branch": "main",
        "build.pull_request.id": "3",
        "build.pull_request.repository.fork": true,
      };
      for (const step of roles) {
        const { label, if: condition } = step as CommandStep;
        expect(holds(condition, facts), `${label} of ${branch}`).to.equal(false);
      }
    }
  });

  it("holds no long-lived key", () => {
    expect(JSON.stringify(pipeline)).to.not.match(/AKIA|SECRET_ACCESS|xox[bp]-|hooks\.slack/);
  });
});
