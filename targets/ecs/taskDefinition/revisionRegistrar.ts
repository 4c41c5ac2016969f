import { systemClock, systemRandom, type Clock, type Random } from "../../../support/clock";
import type { EcsApi, TaskDefinitionContent } from "../ecsApi";
import { EcsTransientError, isConcurrentRegistration } from "../ecsErrors";
import type { RevisionAction } from "../../../contract/events";
import { registrationOf } from "./content";
import { newerRevisions } from "./newerRevisions";
import { revisionName } from "./revisionName";
import type { RevisionPlan } from "./revisions";
import { sameContent } from "./sameContent";

export interface RegisteredRevision {
  taskDefinitionArn: string;
  /** `family:n`. */
  revision: string;
  action: RevisionAction;
}

export interface RegistrarOptions {
  clock?: Clock;
  random?: Random;
}

const attempts = 6;
const firstDelay = 500;

/**
 * Registers planned revisions, one at a time per family, and shares one revision among services
 * that want the same content. Keep one for a process.
 */
export class RevisionRegistrar {
  private readonly clock: Clock;
  private readonly random: Random;
  /** Family → the end of the last registration that was asked for. */
  private readonly queues = new Map<string, Promise<unknown>>();
  /** Family → what this process has registered, in case a list lags behind. */
  private readonly own = new Map<string, TaskDefinitionContent[]>();

  constructor(
    private readonly api: EcsApi,
    { clock = systemClock, random = systemRandom }: RegistrarOptions = {},
  ) {
    this.clock = clock;
    this.random = random;
  }

  /** Does nothing for a plan whose revision exists. @throws AWS's errors */
  async register(plan: RevisionPlan, signal?: AbortSignal): Promise<RegisteredRevision> {
    const { taskDefinitionArn } = plan.to;
    if (taskDefinitionArn !== undefined) return registered(taskDefinitionArn, plan.action);
    const turn = (this.queues.get(plan.family) ?? Promise.resolve()).then(() =>
      this.registerInTurn(plan, signal),
    );
    this.queues.set(
      plan.family,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private async registerInTurn(
    plan: RevisionPlan,
    signal: AbortSignal | undefined,
  ): Promise<RegisteredRevision> {
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      // Looked for again on every attempt: one that seemed to fail may have arrived.
      const existing = await this.find(plan, signal);
      if (existing !== undefined) return registered(existing, "reuse");
      try {
        const made = await this.api.registerTaskDefinition(plan.input, signal);
        this.own.set(plan.family, [made, ...(this.own.get(plan.family) ?? [])]);
        return registered(made.taskDefinition.taskDefinitionArn ?? "", "register");
      } catch (error) {
        const again = isConcurrentRegistration(error) || error instanceof EcsTransientError;
        if (!again || attempt === attempts) throw error;
        const delay = firstDelay * 2 ** (attempt - 1) * (0.5 + this.random());
        await this.clock.sleep(delay, signal);
      }
    }
  }

  private async find(
    plan: RevisionPlan,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const own = this.own.get(plan.family) ?? [];
    const same = (revision: TaskDefinitionContent) =>
      sameContent(plan.input, registrationOf(revision));
    const found =
      own.find(same) ??
      (await newerRevisions(this.api, plan.from.taskDefinitionArn, signal)).find(same);
    return found?.taskDefinition.taskDefinitionArn;
  }
}

function registered(taskDefinitionArn: string, action: RevisionAction): RegisteredRevision {
  return { taskDefinitionArn, revision: revisionName(taskDefinitionArn), action };
}
