import { systemClock, systemRandom, type Clock, type Random } from "../../../support/clock";
import { patience } from "../../../support/patience";
import type { EcsApi, TaskDefinitionContent } from "../ecsApi";
import { EcsTransientError, isConcurrentRegistration } from "../ecsErrors";
import type { RevisionAction } from "../../../contract/events";
import { registrationOf } from "./content";
import { revisionName } from "./revisionName";
import type { RevisionPlan } from "./revisions";
import { sameContent } from "./sameContent";
import { taskDefinitionsOf, type TaskDefinitions } from "./taskDefinitions";

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

/**
 * Registers planned revisions, one at a time per family, and shares one revision among services
 * that want the same content. Keep one for a process.
 */
export class RevisionRegistrar {
  private readonly clock: Clock;
  private readonly random: Random;
  /** Family → the end of the last registration that was asked for. */
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly definitions: TaskDefinitions;

  constructor(api: EcsApi, { clock = systemClock, random = systemRandom }: RegistrarOptions = {}) {
    this.definitions = taskDefinitionsOf(api);
    this.clock = clock;
    this.random = random;
  }

  /**
   * Does nothing for a plan whose revision exists. One that the service does not run yet is looked at
   * once more, as it may have been deregistered since it was planned with.
   * @throws AWS's errors
   */
  async register(plan: RevisionPlan, signal?: AbortSignal): Promise<RegisteredRevision> {
    const { taskDefinitionArn: existing } = plan.to;
    if (existing !== undefined) {
      const usable = plan.action !== "reuse" || (await this.isUsable(plan, existing, signal));
      if (usable) return registered(existing, plan.action);
    }
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
      // An attempt that seemed to fail may have arrived, so the list is read anew after each.
      if (attempt > 1) this.definitions.forgetList(plan.family);
      const existing = await this.find(plan, signal);
      if (existing !== undefined) return registered(existing, "reuse");
      try {
        const made = await this.definitions.register(plan.input, signal);
        return registered(made.taskDefinition.taskDefinitionArn ?? "", "register");
      } catch (error) {
        const again = isConcurrentRegistration(error) || error instanceof EcsTransientError;
        if (!again || attempt === attempts) throw error;
        const delay = patience.registrationDelayMs * 2 ** (attempt - 1) * (0.5 + this.random());
        await this.clock.sleep(delay, signal);
      }
    }
  }

  private async find(
    plan: RevisionPlan,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const same = (revision: TaskDefinitionContent) =>
      sameContent(plan.input, registrationOf(revision));
    const found =
      this.definitions.ownOf(plan.family).find(same) ??
      (await this.definitions.newerThan(plan.from.taskDefinitionArn, signal)).find(same);
    return found?.taskDefinition.taskDefinitionArn;
  }

  private async isUsable(
    { family }: RevisionPlan,
    existing: string,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const own = this.definitions.ownOf(family);
    if (own.some(({ taskDefinition }) => taskDefinition.taskDefinitionArn === existing))
      return true;
    if (await this.definitions.isActive(existing, signal)) return true;
    this.definitions.forgetList(family);
    return false;
  }
}

function registered(taskDefinitionArn: string, action: RevisionAction): RegisteredRevision {
  return { taskDefinitionArn, revision: revisionName(taskDefinitionArn), action };
}
