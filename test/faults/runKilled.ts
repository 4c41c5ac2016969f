import type { Interceptor } from "../../emulator/wire/dispatch";
import { FakeOciRegistry } from "../_helpers/fakeOciRegistry";
import { FaultAws, repository } from "./_ground/faultAws";
import { KillSwitch, type KillPoint } from "./_ground/killSwitch";
import { newCommit, releasedAgain, type ReleasedBefore } from "./_ground/releasedBefore";

/** Slow enough that ECS still knows a one-off task when the release is run again. */
const speed = 30;

/** What is where after a release was killed and run again. */
export interface Ending {
  readonly exit: number | null;
  /** By service: the tag that it runs, and what was made for it since. */
  readonly services: Readonly<Record<string, { tag: string; deployments: number }>>;
  /** Revisions that all families got. */
  readonly revisions: number;
  /** One-off tasks that were started. */
  readonly migrations: number;
  readonly environmentTag: "new" | "other";
  readonly locks: readonly string[];
}

export interface Killed {
  /** False where the release was over before. */
  readonly reached: boolean;
  /** What the release asked of AWS and of the registry until then, in order. */
  readonly requests: readonly string[];
  readonly ending: Ending;
  /** What the second run said. */
  readonly output: string;
}

/** Releases `newCommit` for real, with a migration, kills it at a point, and runs it again. */
export async function runKilled(before: ReleasedBefore, point?: KillPoint): Promise<Killed> {
  const killSwitch = new KillSwitch(point);
  const tasks = new StartedTasks();
  const aws = await FaultAws.start(before.services, new FakeOciRegistry(killSwitch.registry), {
    interceptors: [killSwitch.interceptor, tasks.interceptor],
    speed,
  });
  const migration = { service: before.services[0], command: ["migrate"] };
  const project = await releasedAgain(before, aws, { "slipway:migration": migration });
  try {
    const earlier = await made(aws);
    const first = project.start(["up", "staging"], newCommit, true);
    killSwitch.kill = (kind) => {
      const { pid = 0 } = first.process;
      process.kill(kind === "runner" ? pid : -pid, "SIGKILL");
    };
    await first.ended;
    killSwitch.disarm();
    const requests = [...killSwitch.requests];
    const { code, stdout, stderr } = await project.slipway(["up", "staging"], newCommit);
    const services: Record<string, { tag: string; deployments: number }> = {};
    const now = await made(aws);
    for (const service of await aws.settled()) {
      const name = service.serviceName ?? "";
      const deployments = (now.deployments[name] ?? 0) - (earlier.deployments[name] ?? 0);
      services[name] = { tag: await aws.tagOf(service), deployments };
    }
    const { registry } = aws;
    const isNew = registry.digest(repository, "staging") === registry.digest(repository, newCommit);
    return {
      reached: killSwitch.reached,
      requests,
      ending: {
        exit: code,
        services,
        revisions: now.revisions - earlier.revisions,
        migrations: tasks.arns.size,
        environmentTag: isNew ? "new" : "other",
        locks: await project.locks(),
      },
      output: `${stdout}\n${stderr}`,
    };
  } finally {
    await project.remove();
    await aws.close();
  }
}

/** How many revisions and deployments there are. */
async function made(
  aws: FaultAws,
): Promise<{ revisions: number; deployments: Record<string, number> }> {
  const deployments: Record<string, number> = {};
  let revisions = 0;
  for (const service of aws.services) {
    deployments[service] = await aws.deployments(service);
    revisions += await aws.revisions(service);
  }
  return { revisions, deployments };
}

/** Tells tasks by their ARNs: a repeated RunTask may find the task that is there. */
class StartedTasks {
  readonly arns = new Set<string>();

  readonly interceptor: Interceptor = async ({ operation }, _request, next) => {
    const answer = await next();
    if (operation === "RunTask") {
      const { tasks = [] } = answer as { tasks?: { taskArn?: string }[] };
      for (const { taskArn = "" } of tasks) this.arns.add(taskArn);
    }
    return answer;
  };
}
