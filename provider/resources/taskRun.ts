import { createHash } from "node:crypto";
import { z } from "zod";
import { clusterName } from "../../targets/ecs/clusterName";
import type { ContainerLogs } from "../../contract/evidence";
import { logText } from "../../targets/ecs/evidence/evidenceText";
import type { TaskRunRequest } from "../../targets/ecs/taskRun/taskRun";
import { SlipwayError } from "../../support/errors";
import { changesBetween, identityChanges } from "../difference";
import type { Context, Difference, Done, Live, Old, Resource } from "../resource";
import type { ProviderDependencies } from "../providerDependencies";
import { sameClusterAs } from "./sameClusterAs";
import { failureSize } from "./failureText";

const name = z.string().min(1, "must not be empty");

export const taskRunInputs = z.object({
  cluster: name,
  service: name,
  taskDefinition: name,
  container: name,
  command: z.array(z.string()).min(1, "must hold the command to run"),
  network: z
    .object({
      subnets: z.array(name).min(1, "must name a subnet"),
      securityGroups: z.array(name).optional(),
      assignPublicIp: z.boolean().optional(),
    })
    .optional(),
  commit: name,
  timeout: z.number().int().positive("must be a positive number of seconds").default(1800),
});

export type TaskRunInputs = z.infer<typeof taskRunInputs>;

export interface TaskRunOutputs {
  taskArn: string;
  exitCode: number;
  reason: string;
  /** Commits that it succeeded for, newest first: it is never run for them again. */
  commits: string[];
}

/** The one-off task did not end with exit code 0. */
export class TaskRunFailed extends SlipwayError {
  readonly code = "TASK_RUN_FAILED";
  readonly ends = "taskFailed";
}

/** More than anybody rolls back over. */
const kept = 100;

/** Runs a command once per commit in a new revision, and judges by its exit code. */
export class TaskRun implements Resource<TaskRunInputs, TaskRunOutputs> {
  readonly inputs = taskRunInputs;
  readonly secrets = [];
  readonly outputs = [
    "taskArn",
    "exitCode",
    "reason",
    "commits",
  ] as const satisfies (keyof TaskRunOutputs)[];
  readonly refreshBeforeUpdate = false;

  constructor(private readonly services: Pick<ProviderDependencies, "tasks">) {}

  diff(
    { inputs, outputs }: Old<TaskRunInputs, TaskRunOutputs>,
    news: Partial<TaskRunInputs>,
  ): Difference {
    const changed = changesBetween(inputs, sameClusterAs(inputs, news));
    // What was done in one cluster is not done in another.
    const replaces = identityChanges(changed, ["cluster"]);
    if (replaces.length > 0) return { changes: true, inputs: changed, replaces };
    const { commit } = news;
    const done = commit !== undefined && !isDirty(commit) && outputs.commits?.includes(commit);
    return done ? { changes: false } : { changes: true, inputs: changed };
  }

  preview(
    _news: Partial<TaskRunInputs>,
    _context: Context,
    _old?: Old<TaskRunInputs, TaskRunOutputs>,
  ): Promise<Partial<TaskRunOutputs>> {
    return Promise.resolve({});
  }

  async create(news: TaskRunInputs, context: Context) {
    return { ...(await this.run(news, context, [])), id: `${news.cluster}/${news.service}` };
  }

  update(
    news: TaskRunInputs,
    context: Context,
    { outputs }: Old<TaskRunInputs, TaskRunOutputs>,
  ): Promise<Done<TaskRunOutputs>> {
    return this.run(news, context, outputs.commits ?? []);
  }

  /** A run that is over has nothing live. */
  read(
    _context: Context,
    { inputs, outputs }: Old<TaskRunInputs, TaskRunOutputs>,
  ): Promise<Live<TaskRunInputs, TaskRunOutputs>> {
    return Promise.resolve({ inputs, outputs });
  }

  /** @throws TaskRunFailed: no service was touched, so that nothing of it goes into state */
  private async run(
    news: TaskRunInputs,
    { log, signal }: Context,
    commits: readonly string[],
  ): Promise<Done<TaskRunOutputs>> {
    const { service } = news;
    const result = await this.services.tasks.run(
      requestOf(news),
      ({ phase, taskArn, status, reason }) => {
        log.event({ type: "task", service, phase, taskArn, ...(reason && { reason }) });
        log.status(`${news.command.join(" ")}: ${reason ?? status}`);
      },
      signal,
    );
    const { taskArn, exitCode, reason, succeeded } = result;
    const logLines = linesOf(result.logs);
    const ended = { taskArn, reason, logLines, ...(exitCode !== undefined && { exitCode }) };
    log.event({ type: "task", service, phase: "ended", ...ended });
    if (!succeeded) {
      throw new TaskRunFailed(
        // Who uses plain `pulumi up` sees nothing but this.
        failureOf(service, reason, result.logs),
        "No service was moved. Mend it, then run the same command again.",
      );
    }
    return {
      outputs: {
        taskArn,
        exitCode: exitCode ?? 0,
        reason,
        commits: [news.commit, ...commits.filter((commit) => commit !== news.commit)]
          .filter((commit) => !isDirty(commit))
          .slice(0, kept),
      },
    };
  }
}

function failureOf(service: string, reason: string, logs: ContainerLogs | undefined): string {
  const head = `The one-off task of ${service} failed: ${reason}`;
  return logs ? [head, ...logText(logs, failureSize)].join("\n") : head;
}

function linesOf(logs: ContainerLogs | undefined): string[] {
  if (!logs) return [];
  return "lines" in logs ? logs.lines : [`Output of ${logs.container}: ${logs.where}.`];
}

function requestOf({ commit, ...news }: TaskRunInputs): TaskRunRequest {
  return { ...news, startedBy: startedBy(news), ...(isDirty(commit) && { always: true }) };
}

/** A tree with changes has the same name after the next change: what ran for it tells nothing. */
function isDirty(commit: string): boolean {
  return commit.endsWith("-dirty");
}

/**
 * One name for all migrations of a service, so that no two run at the same time; which is which is
 * told by revision and command.
 */
function startedBy({ cluster, service }: Pick<TaskRunInputs, "cluster" | "service">): string {
  const text = JSON.stringify([clusterName(cluster), service]);
  return `slipway-${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
}
