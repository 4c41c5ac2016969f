import { messageOf } from "../../../support/errors";
import type { TaskRuntime } from "../taskRuntime";
import type { WireResponse } from "../../wire/http";
import type { HttpRoute, RouteRequest } from "../../wire/server";
import type { EcsStore } from "../../services/ecs/state/ecsStore";
import type { Task, TaskContainer } from "../../services/ecs/state/task";
import { containerId, credentialsPrefix, metadataPrefixes, readyPath } from "./endpointAddress";
import type { TaskCredentials } from "./taskCredentials";
import { containerMetadata, taskMetadata } from "./taskMetadata";

/** What ECS's agent serves to the containers of a task: metadata, and the credentials of the task's role. */
export function taskEndpointRoutes(
  store: EcsStore,
  credentials: TaskCredentials,
  runtime: TaskRuntime,
): HttpRoute[] {
  return [
    {
      prefix: credentialsPrefix,
      handle({ path }) {
        const id = path.slice(credentialsPrefix.length);
        const task = live(store).find(({ spec }) => spec.credentialsId === id);
        if (!task?.spec.taskRoleArn) return refused("InvalidIdInRequest", "Credentials not found");
        try {
          return json(200, credentials.of(task, task.spec.taskRoleArn));
        } catch (error) {
          return refused("CredentialsUninitialized", messageOf(error));
        }
      },
    },
    { prefix: readyPath, handle: () => json(200, "ready") },
    ...Object.values(metadataPrefixes).map((prefix) => ({
      prefix,
      async handle({ path }: RouteRequest) {
        const [id = "", ...rest] = path.slice(prefix.length).split("/");
        const found = find(store, id);
        const answer = found && answers.get(rest.join("/"));
        if (!answer) return json(404, `Nothing is known of ${path}.`);
        return json(200, await answer(found, runtime));
      },
    })),
  ];
}

interface Found {
  task: Task;
  container: TaskContainer;
}

type Answer = (found: Found, runtime: TaskRuntime) => unknown;

/** By what stands after a container's own path. */
const answers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ["", ({ task, container }) => containerMetadata(task, container)],
  ["task", ({ task }) => taskMetadata(task)],
  ["taskWithTags", ({ task }) => taskMetadata(task, { tags: true })],
  ["stats", ({ task, container }, runtime) => stats(runtime, task, container)],
  ["task/stats", ({ task }, runtime) => statsOfAll(runtime, task)],
]);

async function statsOfAll(runtime: TaskRuntime, task: Task): Promise<Record<string, unknown>> {
  const all = task.containers.map(async (container) => [
    container.runtimeId ?? container.name,
    await stats(runtime, task, container),
  ]);
  return Object.fromEntries(await Promise.all(all)) as Record<string, unknown>;
}

/** Null, as the agent answers it, for a container that does not run. */
async function stats(runtime: TaskRuntime, task: Task, container: TaskContainer): Promise<unknown> {
  if (container.lastStatus !== "RUNNING") return null;
  return (await runtime.stats?.(task.arn, container.name)) ?? null;
}

function find(store: EcsStore, id: string): Found | undefined {
  const taskId = id.split("-")[0];
  const task = live(store).find((t) => t.id === taskId);
  const container = task?.containers.find(({ name }) => containerId(task.id, name) === id);
  return task && container && { task, container };
}

/** The tasks whose containers can still ask: those that have not stopped. */
function live(store: EcsStore): Task[] {
  return [...store.clusters.values()]
    .flatMap((cluster) => [...store.tasksOf(cluster).values()])
    .filter(({ lastStatus }) => lastStatus !== "STOPPED");
}

function refused(code: string, message: string): WireResponse {
  return json(400, { code, message, HTTPErrorCode: 400 });
}

function json(status: number, body: unknown): WireResponse {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
