import { expect } from "chai";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runToEnd } from "../../demo/runCommand";
import { remainsOf } from "../_helpers/sandboxRemains";

const checkout = path.join(__dirname, "..", "..");

describe("npm run demo", function () {
  this.timeout(300_000);
  let folder: string;
  let code: number;
  let output: string;
  let commits: string[];

  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "slipway-demo-")));
    const lines: string[] = [];
    code = await runToEnd(
      path.join(checkout, "node_modules", ".bin", "ts-node"),
      ["demo/run.ts", "--dir", folder],
      { cwd: checkout, env: process.env, onLine: (line) => lines.push(line) },
    );
    output = lines.join("\n");
    commits = [...output.matchAll(/Release the (?:first|second) commit, ([0-9a-f]{7})/g)].map(
      (match) => match[1]!,
    );
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it("ends well", () => {
    expect(code, output).to.equal(0);
    expect(commits).to.have.length(2);
  });

  it("lets the application itself say which commit it runs, before and after", () => {
    const answers = [...output.matchAll(/one task answers: (\{.*\})/g)].map(
      (match) => JSON.parse(match[1]!) as { commit: string; greeting: string; database: string },
    );
    expect(answers.map(({ commit }) => commit.slice(0, 7))).to.deep.equal(commits);
    expect(answers.map(({ greeting }) => greeting)).to.deep.equal([
      "Hello from Mage.",
      "Hello again, from the second commit.",
    ]);
    expect(answers.map(({ database }) => database)).to.deep.equal(["configured", "configured"]);
  });

  it("shows both commits answering while the second one rolls", () => {
    const [first, second] = commits;
    const mixed = output
      .split("\n")
      .filter((line) => line.includes("over HTTP answer"))
      .filter((line) => line.includes(first!) && line.includes(second!));
    expect(mixed).to.not.deep.equal([]);
  });

  it("fails no request through the load balancer while either is released", () => {
    const counts = [...output.matchAll(/load balancer: (\d+) requests, (\d+) failed/g)];
    expect(counts.map(([, , failed]) => failed)).to.deep.equal(["0", "0"]);
    for (const [, requests] of counts) expect(Number(requests)).to.be.above(20);
  });

  it("shows no secret", () => {
    expect(output).to.not.include("postgres://");
  });

  it("takes the sandbox down", async () => {
    expect(await remainsOf(path.join(folder, "sandbox"))).to.deep.equal([]);
  });
});
