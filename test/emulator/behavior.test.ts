import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import type { ServiceModule } from "../../emulator/wire/serviceModule";
import { cloudWatchModules } from "../../emulator/services/cloudwatch/cloudWatchModules";
import { ecrModule } from "../../emulator/services/ecr/ecrModule";
import { ecsModule } from "../../emulator/services/ecs/ecsModule";
import { elbModule } from "../../emulator/services/elbv2/elbModule";
import { iamModule } from "../../emulator/services/iam/iamModule";
import { logsModule } from "../../emulator/services/logs/logsModule";
import { secretsManagerModule } from "../../emulator/services/secretsmanager/secretsManagerModule";
import { ssmModule } from "../../emulator/services/ssm/ssmModule";
import { stsModule } from "../../emulator/services/sts/stsModule";

const root = path.join(__dirname, "..", "..");

interface Row {
  rule: string;
  /** e.g. `ecs/operations/tasks`. */
  tests: string[];
}

/** The rows of BEHAVIOR.md's tables, without their headings. */
function rows(): Row[] {
  return readFileSync(path.join(root, "emulator", "BEHAVIOR.md"), "utf8")
    .split("\n")
    .flatMap((line, index, lines) => {
      const heading = /^\| -+ \|/.test(lines[index + 1] ?? "");
      if (!line.startsWith("|") || /^\| -+ \|/.test(line) || heading) return [];
      const [, rule = "", , tests = ""] = line.split("|").map((cell) => cell.trim());
      return [{ rule, tests: tests.split(", ") }];
    });
}

/** The file that a row means. */
function fileOf(test: string): string {
  if (test.startsWith("e2e/")) return `test/${test}.test.ts`;
  if (test.startsWith("clients/")) return `test/conformance/${test}.test.ts`;
  const beside = ["wire", "core", "faults", "tasks"].includes(test.split("/")[0] ?? "");
  return `test/emulator/${beside ? "" : "services/"}${test}.test.ts`;
}

/** Every service that the emulator has; what they work on is not asked for. */
function modules(): ServiceModule[] {
  const nothing = {} as never;
  return [
    ecsModule(nothing),
    elbModule(nothing),
    stsModule(nothing),
    iamModule(nothing),
    ...cloudWatchModules(nothing),
    ecrModule(nothing),
    logsModule(nothing),
    secretsManagerModule(nothing),
    ssmModule(nothing),
  ];
}

describe("emulator/BEHAVIOR.md", () => {
  it("has rows", () => expect(rows().length).to.be.above(100));

  it("names tests that are there, at least one a row", () => {
    const missing = rows().flatMap(({ rule, tests }) =>
      tests.filter((test) => !existsSync(path.join(root, fileOf(test)))).map((t) => [rule, t]),
    );
    expect(missing).to.deep.equal([]);
  });

  it("names every operation that the emulator answers", () => {
    const named = rows()
      .map(({ rule }) => rule)
      .join("\n");
    const missing = modules().flatMap(({ name, operations }) =>
      Object.keys(operations)
        .filter((operation) => !new RegExp(`\\b${operation}\\b`).test(named))
        .map((operation) => `${name}: ${operation}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it("names no operation of AWS as answered that the emulator does not have", () => {
    const answered = new Set(modules().flatMap(({ operations }) => Object.keys(operations)));
    const others = new Set(modules().flatMap(({ model }) => model?.otherOperations ?? []));
    const wrong = rows().flatMap(({ rule }) =>
      (rule.match(/\b[A-Z][A-Za-z]+\b/g) ?? []).filter((w) => others.has(w) && !answered.has(w)),
    );
    expect(wrong).to.deep.equal([]);
  });
});
