import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "../../support/clock";
import { comparisonTable, withTable } from "./comparisonTable";
import { happened, isRight, type Ending } from "./ending";
import { Ground } from "../ground/ground";
import { clusterName, Release } from "./release";
import { scenarios, type Scenario } from "./scenarios";
import { tools, type Tool } from "../ground/tools";

const usage = `Usage: npm run compare -- [options]
Releases with three tools in the same scenarios, on the local AWS, and compares what they say.
  --scenario NAME      only this one, may be repeated (${scenarios.map((s) => s.name).join(", ")})
  --tool NAME          only this one, may be repeated (${tools.map((t) => t.name).join(", ")})
  --time-scale NUMBER  how many times as fast as real time AWS's clock runs (1); the others'
                       waits keep to real time, so that only 1 compares times fairly
  --stagger SECONDS    between two starts, so that start-ups do not slow each other (10)
  --keep FOLDER        keep what every tool printed there
  --write              put what was run into the table of docs/comparison.md
At real time it takes about half an hour, nearly all of it waiting.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      scenario: { type: "string", multiple: true },
      tool: { type: "string", multiple: true },
      "time-scale": { type: "string", default: "1" },
      stagger: { type: "string", default: "10" },
      keep: { type: "string" },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const timeScale = Number(values["time-scale"]);
  const chosen = scenarios.filter((s) => !values.scenario || values.scenario.includes(s.name));
  const with_ = tools.filter((t) => !values.tool || values.tool.includes(t.name));
  const endings = await compare(chosen, with_, timeScale, Number(values.stagger));
  if (values.keep !== undefined) await keep(values.keep, endings);
  const table = comparisonTable(chosen, with_, endings);
  process.stdout.write(`${table}\n`);
  if (!values.write) return;
  const page = path.join(__dirname, "../../docs/comparison.md");
  await writeFile(page, withTable(await readFile(page, "utf8"), table));
}

/** Every scenario with every tool, side by side. */
async function compare(
  chosen: readonly Scenario[],
  with_: readonly Tool[],
  timeScale: number,
  stagger: number,
): Promise<Ending[]> {
  // As often as by default, by AWS's clock.
  const ground = await Ground.start({ timeScale, builds: true, poll: 5_000 / timeScale });
  const done = new AbortController();
  const collecting = ground.control.collect(done.signal);
  try {
    const slipway = tools[0];
    if (!slipway) throw new Error("no tools");
    const commit = await ground.writeProject(
      chosen.map((s) => ({ ...s, cluster: clusterName(s, slipway) })),
    );
    const pairs = chosen.flatMap((scenario) => with_.map((tool) => ({ scenario, tool })));
    const releases: Release[] = [];
    for (const { scenario, tool } of pairs) {
      releases.push(await Release.prepare(ground, scenario, tool, timeScale));
    }
    tell(`${releases.length} clusters made, waiting until their services are steady`);
    return await Promise.all(
      releases.map(async (release, n) => {
        await systemClock.sleep(n * stagger * 1000);
        await release.ready(commit);
        const ending = await release.run(commit);
        const right = isRight(ending) ? "right" : "WRONG";
        const { scenario, tool, exitCode, seconds } = ending;
        tell(
          `${scenario}, ${tool}: exit ${exitCode} in ${seconds.toFixed(0)} s, ${right}: ${happened(ending)}`,
        );
        return ending;
      }),
    );
  } finally {
    done.abort();
    await collecting;
    await ground.stop();
  }
}

async function keep(folder: string, endings: readonly Ending[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { scenario, tool, output, ...ending } of endings) {
    await writeFile(path.join(folder, `${scenario}-${tool}.txt`), `${output}\n`);
    await writeFile(
      path.join(folder, `${scenario}-${tool}.json`),
      `${JSON.stringify({ scenario, tool, ...ending }, null, 1)}\n`,
    );
  }
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
