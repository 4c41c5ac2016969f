import {
  DescribeTasksCommand,
  ListTasksCommand,
  type ECSClient,
  type Task,
} from "@aws-sdk/client-ecs";

/** What the application answers under `/`, as far as the demo shows it. */
export interface AppAnswer {
  readonly service: string;
  /** What it was given as DD_VERSION. */
  readonly commit: string;
  readonly greeting?: string;
  readonly healthy?: boolean;
  /** `configured` or `missing`, never the value. */
  readonly database?: string;
}

/** The port that the web container listens on, in its own network. */
const containerPort = 8000;

/** Asks every running task of a service; a task that does not answer in time is left out. */
export async function askApplication(
  ecs: ECSClient,
  cluster: string,
  service: string,
  signal?: AbortSignal,
): Promise<AppAnswer[]> {
  const { taskArns = [] } = await ecs.send(
    new ListTasksCommand({ cluster, serviceName: service, desiredStatus: "RUNNING" }),
  );
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  const answers = await Promise.all(
    tasks.filter((task) => task.lastStatus === "RUNNING").map((task) => askTask(task, signal)),
  );
  return answers.filter((answer) => answer !== undefined);
}

async function askTask(task: Task, signal?: AbortSignal): Promise<AppAnswer | undefined> {
  const address = taskAddress(task);
  if (address === undefined) return undefined;
  const timeout = AbortSignal.timeout(2_000);
  try {
    const response = await fetch(`http://${address}/`, {
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return (await response.json()) as AppAnswer;
  } catch {
    return undefined;
  }
}

/** `host:port` of a task's web container: the published port, else the task's own address. */
export function taskAddress(task: Task): string | undefined {
  const published = (task.containers ?? [])
    .flatMap((container) => container.networkBindings ?? [])
    .find((binding) => binding.containerPort === containerPort && binding.hostPort);
  if (published) {
    const host = published.bindIP === "0.0.0.0" ? "127.0.0.1" : published.bindIP;
    return `${host ?? "127.0.0.1"}:${published.hostPort ?? containerPort}`;
  }
  const ip = (task.attachments ?? [])
    .flatMap((attachment) => attachment.details ?? [])
    .find((detail) => detail.name === "privateIPv4Address")?.value;
  return ip === undefined ? undefined : `${ip}:${containerPort}`;
}

/** `2 × 4f2c1ab` or `1 × 4f2c1ab, 1 × 9ae01c7`: how many tasks answer with which commit. */
export function commitsShown(answers: readonly AppAnswer[]): string {
  const counts = new Map<string, number>();
  for (const { commit } of answers) {
    const shown = /^[0-9a-f]{40}/.test(commit) ? commit.slice(0, 7) : commit;
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return [...counts].map(([commit, count]) => `${count} × ${commit}`).join(", ");
}
