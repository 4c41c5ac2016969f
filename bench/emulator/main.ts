import { parseArgs } from "node:util";
import { ECSClient } from "@aws-sdk/client-ecs";
import { EmulatorProcess } from "./emulatorProcess";
import { Fleet } from "./fleet";

const usage = `Usage: npx ts-node bench/emulator/main.ts [options]
What one machine holds: services of simulated tasks, all of which are deployed at once.
  --size SERVICESxTASKS  how many services, and how many tasks each; may be repeated (200x10, 1000x10)
  --time-scale NUMBER    how many times as fast as real time AWS's clock runs (30)`;

interface Measured {
  services: number;
  tasks: number;
  /** Milliseconds of DescribeServices with ten services, as the SDK sees it: its median and 99th percentile. */
  median: number;
  late: number;
  /** MiB. */
  memory: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      size: { type: "string", multiple: true, default: ["200x10", "1000x10"] },
      "time-scale": { type: "string", default: "30" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  process.stdout.write(
    "| Services | Tasks | DescribeServices of ten, median (99th percentile) | Memory |\n| --: | --: | --: | --: |\n",
  );
  for (const size of values.size) {
    const [services = NaN, tasks = NaN] = size.split("x").map(Number);
    if (!(services > 0 && tasks > 0)) throw new Error(`--size ${size}: e.g. 200x10.`);
    process.stdout.write(`${row(await measure(services, tasks, Number(values["time-scale"])))}\n`);
  }
}

async function measure(services: number, tasks: number, timeScale: number): Promise<Measured> {
  const emulator = await EmulatorProcess.start(timeScale);
  const ecs = new ECSClient({
    endpoint: emulator.endpoint,
    region: "us-east-1",
    credentials: emulator.credentials,
  });
  try {
    const fleet = new Fleet(ecs, services, tasks);
    await fleet.create();
    await fleet.untilSteady();
    await fleet.deploy();
    const durations = (await fleet.untilSteady()).sort((a, b) => a - b);
    const at = (part: number) => durations[Math.floor((durations.length - 1) * part)] ?? NaN;
    const memory = await emulator.memory();
    return { services, tasks: services * tasks, median: at(0.5), late: at(0.99), memory };
  } finally {
    ecs.destroy();
    await emulator.stop();
  }
}

const row = ({ services, tasks, median, late, memory }: Measured): string =>
  `| ${services} | ${tasks} | ${median.toFixed(1)} ms (${late.toFixed(0)} ms) | ${memory.toFixed(0)} MiB |`;

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
