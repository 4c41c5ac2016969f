import type { Service, ServiceDeploymentStatus, Task } from "@aws-sdk/client-ecs";
import type { EcsApi } from "../ecsApi";
import { EcsTransientError } from "../ecsErrors";
import type { StoppedTasks } from "../../../contract/evidence";
import { findServiceDeployment } from "../watch/findServiceDeployment";
import { deploymentOf, type Failure, type Observation } from "../watch/snapshot";
import { isLike, isScaledIn, stoppedTask, stoppedTasks } from "../evidence/stoppedTasks";

/**
 * Stops a rollout that is hopeless before the circuit breaker would: one whose tasks have failed
 * `limit` times alike. ECS goes back then, as with any other StopServiceDeployment.
 */
export class FailEarly {
  /** What the service looked like when its stopped tasks were counted: no need to ask again. */
  private counted: string | undefined;
  /** What it is stopped for, once that was asked for. */
  private asked: Failure | undefined;
  private over = false;

  constructor(
    private readonly api: EcsApi,
    private readonly cluster: string,
    private readonly limit: number,
  ) {}

  /**
   * @returns why the deployment was stopped, once it is
   * @throws only the signal's reason: what ECS refuses leaves the rollout to its own end
   */
  async look({ target, latest }: Observation, signal: AbortSignal): Promise<Failure | undefined> {
    const { service, serviceDeployment } = latest ?? {};
    if (this.over || !service) return undefined;
    if (isRollingBack(serviceDeployment?.status)) return this.asked;
    const sight = sightOf(service, target.deploymentId);
    if (sight === this.counted && !this.asked) return undefined;
    try {
      if (!this.asked) {
        const tasks = await stoppedTasks(this.api, this.cluster, target.deploymentId, signal);
        this.counted = sight;
        const failure = mostAlike(tasks);
        if (!failure || failure.count < this.limit) return undefined;
        this.asked = { by: "failEarly", reason: reasonOf(failure) };
      }
      this.over = !(await this.stop(service, target.deploymentId, signal));
      return this.over ? undefined : this.asked;
    } catch (error) {
      signal.throwIfAborted();
      // Not allowed, not there, or over in the meantime: that will not be otherwise next time.
      this.over = !(error instanceof EcsTransientError);
      return undefined;
    }
  }

  /** @returns false where there is nothing to stop (any more) */
  private async stop(service: Service, id: string, signal: AbortSignal): Promise<boolean> {
    const own = await findServiceDeployment(this.api, this.cluster, service, id, signal);
    if (isRollingBack(own?.status)) return true;
    if (own?.status !== "PENDING" && own?.status !== "IN_PROGRESS") return false;
    await this.api.stopServiceDeployment(own.serviceDeploymentArn ?? "", signal);
    return true;
  }
}

function isRollingBack(status: ServiceDeploymentStatus | undefined): boolean {
  return status === "ROLLBACK_REQUESTED" || status === "ROLLBACK_IN_PROGRESS";
}

/** Changes whenever a task of the deployment has stopped: another one is started in its place. */
function sightOf({ events = [], ...service }: Service, deploymentId: string): string {
  const { failedTasks, runningCount, pendingCount } = deploymentOf(service, deploymentId) ?? {};
  return JSON.stringify([events[0]?.id, failedTasks, runningCount, pendingCount]);
}

/** Somebody's or AWS's own doing, and no fault of the revision's. */
const innocent: readonly (string | undefined)[] = [
  "UserInitiated",
  "SpotInterruption",
  "TerminationNotice",
];

/** The failure that most tasks have in common. */
export function mostAlike(tasks: readonly Task[]): StoppedTasks | undefined {
  const groups: StoppedTasks[] = [];
  for (const task of tasks) {
    if (innocent.includes(task.stopCode) || isScaledIn(task)) continue;
    const one = stoppedTask(task);
    const group = groups.find((other) => isLike(one, other));
    if (group) group.count += 1;
    else groups.push(one);
  }
  return groups.sort((a, b) => b.count - a.count)[0];
}

function reasonOf({ count, container, reason, exitCode }: StoppedTasks): string {
  const who = container === undefined ? "" : `${container}: `;
  const exit = exitCode === undefined ? "" : `, exit code ${exitCode}`;
  return `Stopped early (failEarly), as ${count} tasks failed alike: ${who}${reason}${exit}.`;
}
