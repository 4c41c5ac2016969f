import { expect } from "chai";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(__dirname, "../..");

/** Stands in for npx: each tool ends as $FAIL says, and mocha counts what the real reporter would. */
const npx = `#!/bin/sh
shift
case " $FAIL " in *" $1 "*) failed=1;; *) failed=0;; esac
if [ "$1" = mocha ]; then
  echo "mocha $*" >> "$CALLS"
  case "$FAIL" in *crash*) exit 7;; esac
  [ -n "$NONE" ] && echo "0 0 0" > "$SLIPWAY_TEST_COUNTS" || echo "3 $failed 1" > "$SLIPWAY_TEST_COUNTS"
fi
exit $failed
`;

describe("npm test", function () {
  this.timeout(20_000);

  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "slipway-run-"));
    for (const folder of ["bin", "toolchain", "test/e2e", "node_modules/mocha", ".ci"]) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    cpSync(join(repository, "test/run.sh"), join(root, "test/run.sh"));
    cpSync(join(repository, ".ci/run"), join(root, ".ci/run"));
    writeFileSync(join(root, "package.json"), '{"scripts": {"test": "bash test/run.sh"}}');
    writeFileSync(
      join(root, "toolchain/setup.mjs"),
      "process.exit(Number(process.env.SETUP ?? 0));",
    );
    writeFileSync(join(root, "test/e2e/a.test.ts"), "");
    writeFileSync(join(root, "bin/npx"), npx);
    chmodSync(join(root, "bin/npx"), 0o755);
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function run(env: Record<string, string> = {}, command = ["test/run.sh"]) {
    const { status, stdout } = spawnSync("bash", command, {
      cwd: root,
      encoding: "utf8",
      env: {
        PATH: `${join(root, "bin")}:${process.env.PATH ?? ""}`,
        HOME: root,
        CALLS: join(root, "calls"),
        FAIL: "",
        ...env,
      },
    });
    const lines = stdout.trimEnd().split("\n");
    return { status, stdout, last: lines.at(-1), failed: lines.at(-2) };
  }

  it("forbids .only in CI, and only there", () => {
    run();
    expect(readFileSync(join(root, "calls"), "utf8")).not.to.contain("--forbid-only");
    run({ CI: "true" });
    expect(readFileSync(join(root, "calls"), "utf8").match(/--forbid-only/g)).to.have.length(3);
  });

  it("adds up the runs of mocha", () => {
    expect(run()).to.include({ status: 0, last: "9 passed, 0 failed, 3 skipped" });
  });

  for (const [tool, name] of [
    ["prettier", "format"],
    ["eslint", "lint"],
    ["tsc", "types"],
  ] as const) {
    it(`counts a failure of ${tool}, and goes on`, () => {
      const { status, last, failed } = run({ FAIL: tool });
      expect([status, last]).to.deep.equal([1, "9 passed, 1 failed, 3 skipped"]);
      expect(failed).to.equal(`Failed: ${name}`);
    });
  }

  it("counts failed tests", () => {
    const { status, last } = run({ FAIL: "mocha" });
    expect([status, last]).to.deep.equal([1, "9 passed, 3 failed, 3 skipped"]);
  });

  it("counts a mocha that dies as a failure", () => {
    expect(run({ FAIL: "crash" })).to.include({ status: 1, last: "0 passed, 3 failed" });
  });

  it("fails when no test ran", () => {
    expect(run({ NONE: "1" })).to.include({ status: 1, last: "0 passed, 1 failed" });
  });

  it("runs no end-to-end test without the tools, and fails", () => {
    const { status, stdout, last } = run({ SETUP: "1" });
    expect([status, last]).to.deep.equal([1, "3 passed, 1 failed, 1 skipped"]);
    expect(stdout).to.contain("not run, the set-up failed");
  });

  it("fails with a summary when not even the packages could be had", () => {
    rmSync(join(root, "node_modules"), { recursive: true });
    expect(run({ SETUP: "1" })).to.include({ status: 1, last: "0 passed, 1 failed" });
  });

  it("is what CI runs, with the summary as its last line either way", () => {
    expect(run({ CI: "true" }, [".ci/run"])).to.include({
      status: 0,
      last: "9 passed, 0 failed, 3 skipped",
    });
    expect(run({ CI: "true", FAIL: "tsc" }, [".ci/run"])).to.include({
      status: 1,
      last: "9 passed, 1 failed, 3 skipped",
    });
  });
});
