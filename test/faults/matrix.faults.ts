import { expect } from "chai";
import { availableParallelism } from "node:os";
import type { OutcomeKind } from "../../contract/outcome";
import { Pool } from "./_ground/pool";
import { releaseBefore, type ReleasedBefore } from "./_ground/releasedBefore";
import { formatted, pagePart, writePagePart } from "./_ground/reliabilityPage";
import { allFaults } from "./allFaults";
import {
  faulty,
  policies,
  serviceNames,
  sizes,
  type Expected,
  type FaultCase,
  type Policy,
  type Size,
} from "./faultCase";
import { matrixTable } from "./matrixTable";
import { runFaultCase, type Seen } from "./runFaultCase";

/** Only faults whose title this fits: `FAULTS='crash|memory' npm run test:faults`. */
const only = new RegExp(process.env.FAULTS ?? "");
/** A quarter of the matrix: of every fault one cell, in turn. */
const sample = process.env.FAULTS_SAMPLE === "1";
const cells = sizes.flatMap((size) => policies.map((policy) => ({ size, policy })));
const matrix = Object.values(allFaults)
  .flat()
  .map((fault, row) => ({
    fault,
    cells: cells.filter((_, n) => !sample || n === row % cells.length),
  }))
  .filter(({ fault }) => only.test(fault.title));

describe("A release that runs into a fault", function () {
  this.timeout(30 * 60_000);
  const pool = new Pool(availableParallelism() + 1);
  const runs = new Map<string, Promise<Seen>>();
  const seen = new Map<string, Seen>();
  const key = ({ title }: FaultCase, size: Size, policy: Policy) => `${title}/${size}/${policy}`;

  before(async () => {
    const before = new Map<Size, ReleasedBefore>();
    for (const size of sizes) before.set(size, await releaseBefore(serviceNames.slice(0, size)));
    for (const { fault, cells } of matrix) {
      for (const { size, policy } of cells) {
        const run = pool.run(() => runFaultCase(fault, policy, before.get(size)!));
        run.catch(() => undefined);
        runs.set(key(fault, size, policy), run);
      }
    }
  });

  after(() => Promise.allSettled(runs.values()));

  for (const { fault, cells } of matrix) {
    describe(fault.title, () => {
      for (const { size, policy } of cells) {
        it(`${size} ${size === 1 ? "service" : "services"}, ${policy}`, async () => {
          const result = await runs.get(key(fault, size, policy))!;
          seen.set(key(fault, size, policy), result);
          check(result, fault, fault.expected(policy, size));
        });
      }
    });
  }

  describe("docs/reliability.md", () => {
    it("has what was seen (UPDATE_DOCS=1 writes it)", async () => {
      const present = pagePart("faults");
      const table = await formatted(matrixTable((...about) => seen.get(key(...about)), present));
      if (process.env.UPDATE_DOCS === "1") await writePagePart("faults", table);
      else expect(present).to.equal(table);
    });
  });
});

function check(seen: Seen, { evidence = [] }: FaultCase, expected: Expected): void {
  const { exit, outcomes, runs, tag, revisions, deployments, output } = seen;
  const { [faulty]: own, ...others } = runs;
  expect(
    {
      exit,
      outcome: touched(outcomes[faulty]),
      faulty: own,
      others: unique(others),
      tag,
      revisions,
    },
    output,
  ).to.deep.equal({
    exit: expected.exit,
    outcome: expected.outcome,
    faulty: expected.faulty,
    others: Object.keys(others).length === 0 ? [] : [expected.others],
    tag: expected.tag,
    revisions: expected.revisions ?? 1,
  });
  if (expected.deployments !== undefined) expect(deployments).to.equal(expected.deployments);
  for (const words of evidence) expect(output).to.match(words);
}

/** What was not started was not touched, whoever says so. */
function touched(outcome: OutcomeKind | undefined): OutcomeKind | undefined {
  return outcome === "not started" ? undefined : outcome;
}

function unique(runs: object): unknown[] {
  return [...new Set(Object.values(runs))];
}
