import { expect } from "chai";
import { availableParallelism } from "node:os";
import { killKinds, type KillKind, type KillPoint } from "./_ground/killSwitch";
import { Pool } from "./_ground/pool";
import { releaseBefore, type ReleasedBefore } from "./_ground/releasedBefore";
import { writePagePart } from "./_ground/reliabilityPage";
import { serviceNames } from "./faultCase";
import { killTable } from "./killTable";
import { runKilled, type Ending, type Killed } from "./runKilled";

const services = serviceNames.slice(0, 3);
/** So many points of each kind, evenly spread; all of them without it. */
const sample = Number(process.env.KILLS_SAMPLE ?? Infinity);
/** Only these requests, by their numbers: `KILLS=3,17 npm run test:kills`. */
const only = process.env.KILLS?.split(",").map(Number);

/** As if nobody had killed anything. */
const ending: Ending = {
  exit: 0,
  services: Object.fromEntries(
    services.map((name) => [name, { tag: "b".repeat(40), deployments: 1 }]),
  ),
  revisions: services.length,
  migrations: 1,
  environmentTag: "new",
  locks: [],
};

describe("A release that is killed and run again", function () {
  this.timeout(60 * 60_000);
  const pool = new Pool(availableParallelism() + 2);
  const killed: { point: KillPoint; result: Killed }[] = [];
  let released: ReleasedBefore;
  let requests: readonly string[];

  before(async () => {
    released = await releaseBefore(services);
    requests = (await runKilled(released)).requests;
  });

  for (const kind of Object.keys(killKinds) as KillKind[]) {
    it(`ends as if it had not been: killed at each request, ${killKinds[kind]}`, async () => {
      const points = pointsOf(requests.length).map((request) => ({ kind, request }));
      const runs = points.map((point) => pool.run(() => runKilled(released, point)));
      const failures: string[] = [];
      for (const [n, run] of (await Promise.allSettled(runs)).entries()) {
        const point = points[n]!;
        const failure = run.status === "rejected" ? String(run.reason) : failureOf(run.value);
        if (run.status === "fulfilled" && run.value.reached) {
          killed.push({ point, result: run.value });
        }
        if (failure !== undefined) failures.push(`at request ${point.request}: ${failure}`);
      }
      expect(failures, failures.join("\n\n")).to.deep.equal([]);
      expect(killed.some(({ point }) => point.kind === kind)).to.equal(true);
    });
  }

  afterEach(async () => {
    if (process.env.UPDATE_DOCS === "1") await writePagePart("kills", killTable(killed));
  });
});

function pointsOf(requests: number): number[] {
  if (only) return only;
  const count = Math.min(sample, requests);
  return Array.from({ length: count }, (_, n) => 1 + Math.floor((n * requests) / count));
}

/** What differs, and what the second run said. */
function failureOf({ reached, requests, ending: seen, output }: Killed): string | undefined {
  try {
    expect(seen).to.deep.equal(ending);
    return undefined;
  } catch {
    const at = reached ? (requests.at(-1) ?? "") : "not reached";
    return `${at}\n${JSON.stringify(seen, null, 2)}\n${output}`;
  }
}
