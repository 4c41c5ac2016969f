import { expect } from "chai";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { agentCommand, findBuildkiteAgent } from "../../../../automation/ci/buildkite/agentCommand";
import { systemClock } from "../../../../support/clock";
import { errorFrom } from "../../../_helpers/errorFrom";

describe("the agent's command", () => {
  let folder: string;
  let program: string;
  const { signal } = new AbortController();

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "slipway-agent-"));
    program = path.join(folder, "buildkite-agent");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** @param script with `$@`, its folder in `$HERE` */
  function agent(script: string) {
    writeFileSync(program, `#!/bin/sh\nHERE=$(dirname "$0")\n${script}\n`);
    chmodSync(program, 0o755);
    return agentCommand(program, process.env, systemClock);
  }
  const written = (name: string) => readFileSync(path.join(folder, name), "utf8");

  it("gets an annotation by standard input, its options as arguments", async () => {
    const one = agent('printf "%s\\n" "$@" > "$HERE/args"; cat > "$HERE/body"');
    const body = "### `x` $HOME `id`\n";
    await one.annotate(body, { context: "slipway-a b-up", style: "info" }, signal);
    expect(written("args")).to.equal("annotate\n--context\nslipway-a b-up\n--style\ninfo\n");
    expect(written("body")).to.equal(body);
  });

  it("reads the meta-data that a job has set, and undefined for a key that no job has set", async () => {
    const one = agent(
      'if [ "$2" = set ]; then cat > "$HERE/$3"; elif [ -e "$HERE/$3" ]; then cat "$HERE/$3"; else printf "%s" "$5"; fi',
    );
    expect(await one.getMetaData("k", signal)).to.equal(undefined);
    await one.setMetaData("k", '{"a":1}', signal);
    expect(await one.getMetaData("k", signal)).to.equal('{"a":1}');
  });

  it("fails with the last thing that it said", async () => {
    const one = agent('echo first >&2; echo "fatal: no token" >&2; exit 3');
    const error = await errorFrom(one.setMetaData("k", "v".repeat(100_000), signal));
    expect(error.message).to.equal("buildkite-agent meta-data ended with 3: fatal: no token");
  });

  it("is looked for in a job of Buildkite's only", () => {
    agent("exit 0");
    const env = { BUILDKITE: "true", PATH: `/nowhere:${folder}` };
    expect(findBuildkiteAgent(env, systemClock)).to.not.equal(undefined);
    expect(findBuildkiteAgent({ ...env, BUILDKITE: undefined }, systemClock)).to.equal(undefined);
    expect(findBuildkiteAgent({ ...env, PATH: "/nowhere" }, systemClock)).to.equal(undefined);
    const bin = { BUILDKITE: "true", PATH: "/nowhere", BUILDKITE_BIN_PATH: folder };
    expect(findBuildkiteAgent(bin, systemClock)).to.not.equal(undefined);
  });
});
