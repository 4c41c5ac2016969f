import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { unlessAborted } from "../../../support/unlessAborted";
import type { EcsApi, TaskDefinitionContent } from "../ecsApi";
import { EcsRefused } from "../ecsErrors";
import { familyOf, revisionName, revisionNumber } from "./revisionName";

/** How far back from the newest one a revision is looked for. */
const newestListed = 5;

const known = new WeakMap<EcsApi, TaskDefinitions>();

/** The task definitions that all callers of one API share, so that each is read once a run. */
export function taskDefinitionsOf(api: EcsApi): TaskDefinitions {
  const definitions = known.get(api) ?? new TaskDefinitions(api);
  known.set(api, definitions);
  return definitions;
}

/**
 * Task definitions as one run sees them: a revision is described once, a family is listed once, and
 * callers that ask at the same time share the call. A revision never changes but for its status;
 * the newest one stays the same for the whole run, also when another deployer registers, so that
 * what a preview shows is what the release starts from. Failed calls are not remembered.
 */
export class TaskDefinitions {
  /** By `family:n`. */
  private readonly described = new Map<string, Promise<TaskDefinitionContent>>();
  /** By family: ARNs, newest first. */
  private readonly listed = new Map<string, Promise<string[]>>();
  /** By family: what this run has registered, newest first. A list of ECS's may lag behind it. */
  private readonly registered = new Map<string, TaskDefinitionContent[]>();

  constructor(private readonly api: EcsApi) {}

  /**
   * @param revision ARN or `family:n`; its status is that of the first look
   * @throws AWS's errors, and the signal's reason: aborting ends this caller's wait only
   */
  describe(revision: string, signal?: AbortSignal): Promise<TaskDefinitionContent> {
    const read = () => this.api.describeTaskDefinition(revision);
    // A family alone means the newest revision, which is another one tomorrow.
    if (revisionNumber(revision) === undefined) return unlessAborted(read(), signal);
    return once(this.described, revisionName(revision), read, signal);
  }

  /**
   * The ACTIVE revisions of the family that are newer than `revision`, newest first, at most five.
   * A release that was killed after it registered its revisions finds them here again, also where
   * several of its services share the family. Without those of this run: see {@link ownOf}.
   */
  async newerThan(revision: string, signal?: AbortSignal): Promise<TaskDefinitionContent[]> {
    const family = familyOf(revision);
    const read = () => this.api.listTaskDefinitions(family, newestListed);
    const arns = await once(this.listed, family, read, signal);
    const number = revisionNumber(revision) ?? 0;
    const own = this.ownOf(family).map(({ taskDefinition }) => taskDefinition.taskDefinitionArn);
    const newer = arns.filter((arn) => (revisionNumber(arn) ?? 0) > number && !own.includes(arn));
    return Promise.all(newer.map((arn) => this.describe(arn, signal)));
  }

  /** What this run has registered in the family, newest first. */
  ownOf(family: string): readonly TaskDefinitionContent[] {
    return this.registered.get(family) ?? [];
  }

  /** Registers a revision, and knows it from then on. @throws AWS's errors */
  async register(
    input: RegisterTaskDefinitionRequest,
    signal?: AbortSignal,
  ): Promise<TaskDefinitionContent> {
    const made = await this.api.registerTaskDefinition(input, signal);
    const { taskDefinitionArn = "", family = "" } = made.taskDefinition;
    this.described.set(revisionName(taskDefinitionArn), Promise.resolve(made));
    this.registered.set(family, [made, ...this.ownOf(family)]);
    return made;
  }

  /**
   * Whether a service can be moved to a revision, as ECS says now: it may have been deregistered or
   * deleted since it was described.
   */
  async isActive(revision: string, signal?: AbortSignal): Promise<boolean> {
    this.described.delete(revisionName(revision));
    try {
      const { taskDefinition } = await this.describe(revision, signal);
      return taskDefinition.status === undefined || taskDefinition.status === "ACTIVE";
    } catch (error) {
      if (error instanceof EcsRefused) return false;
      throw error;
    }
  }

  /** The family is listed anew next time: something may have been registered or deregistered. */
  forgetList(family: string): void {
    this.listed.delete(family);
  }

  /** The same for every family, as for a release that has waited for another one's rollout. */
  forgetLists(): void {
    this.listed.clear();
  }
}

/** Remembers `read`'s answer under `key`; callers that wait get its failure, which is not remembered. */
function once<T>(
  answers: Map<string, Promise<T>>,
  key: string,
  read: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  let answer = answers.get(key);
  if (!answer) {
    answer = read();
    const asked = answer;
    answers.set(key, asked);
    asked.catch(() => {
      if (answers.get(key) === asked) answers.delete(key);
    });
  }
  return unlessAborted(answer, signal);
}
