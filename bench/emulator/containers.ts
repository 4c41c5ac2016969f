import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateRepositoryCommand } from "@aws-sdk/client-ecr";
import { CreateClusterCommand } from "@aws-sdk/client-ecs";
import { startSandbox } from "../../sandbox/startSandbox";
import { buildContext, push, sandboxVisitor } from "../../test/e2e/_helpers/sandboxVisitor";

const usage = `Usage: npx ts-node bench/emulator/containers.ts [TASKS]
What TASKS tasks (20) of one idle container each take of a Linux machine's memory, the engine's processes for them
included, the engine itself not.`;

async function main(asked = "20"): Promise<void> {
  const tasks = Number(asked);
  if (!(tasks > 0)) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const folder = await mkdtemp(path.join(tmpdir(), "slipway-bench-"));
  const dir = path.join(folder, "sandbox");
  const sandbox = await startSandbox({ dir, timeScale: 20, engine: "own", attached: true });
  try {
    const visitor = sandboxVisitor(sandbox);
    await visitor.ecs.send(new CreateClusterCommand({ clusterName: "c" }));
    await visitor.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
    await push(visitor, await buildContext(folder));
    const idle = {
      ...{ name: "idle", image: `${visitor.repository}:one`, essential: true },
      command: ["sleep", "100000"],
    };
    const run = async () => {
      const task = await visitor.runTask({ family: "idle", containerDefinitions: [idle] });
      await visitor.until(task, ({ lastStatus }) => lastStatus === "RUNNING");
    };
    await run();
    const before = await memoryOf(dir);
    for (let task = 0; task < tasks; task++) await run();
    const each = ((await memoryOf(dir)) - before) / tasks;
    process.stdout.write(
      `${each.toFixed(1)} MiB a task, ${Math.floor(1024 / each)} tasks in 1 GiB\n`,
    );
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** MiB, shared pages counted in parts: of the engine's helpers of each container, and of the containers' processes. */
async function memoryOf(dir: string): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = new Map<string, string>();
  const parents = new Map<string, string>();
  for (const pid of pids) {
    commands.set(pid, await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""));
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    parents.set(pid, /^PPid:\t(\d+)$/m.exec(status)?.[1] ?? "");
  }
  const helps = (pid: string) => {
    const command = commands.get(pid) ?? "";
    return /^\S*(containerd-shim|docker-proxy)/.test(command) && command.includes(dir);
  };
  const counted = pids.filter((pid) => helps(pid) || helps(parents.get(pid) ?? ""));
  let kibibytes = 0;
  for (const pid of counted) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    kibibytes += Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
  }
  return kibibytes / 1024;
}

main(process.argv[2]).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
