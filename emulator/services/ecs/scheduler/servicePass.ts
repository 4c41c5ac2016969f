import type { Service } from "../state/service";
import { alarmTripped } from "../deployments/alarmMonitor";
import { breakerTripped } from "../deployments/breaker";
import { completeOrWait } from "../deployments/completion";
import { drainService } from "../tasks/drainService";
import {
  failDeployment,
  honourStopRequest,
  settleStoppedDeployments,
} from "../deployments/failDeployment";
import { judgeTasks } from "../tasks/judgeTasks";
import { hookFailed } from "../deployments/lifecycleHooks";
import { launchTasks } from "../tasks/launchTasks";
import type { Pass } from "./pass";
import type { SchedulerActions } from "./schedulerActions";
import type { SchedulerContext } from "./schedulerContext";
import { advanceStages } from "../deployments/stages";
import { dropFinishedDeployments, stopTasks } from "../tasks/stopTasks";
import { taskBounds } from "../deployments/taskBounds";

/**
 * One look of ECS's scheduler at a service, in the order: health, failure counts, breaker, alarms, hooks, start,
 * stop, completion.
 * Everything that a service does by itself happens in here.
 */
export function servicePass(
  context: SchedulerContext,
  scheduler: SchedulerActions,
  service: Service,
): void {
  if (service.status === "INACTIVE") return;
  if (service.status === "DRAINING") {
    drainService(context, scheduler, service);
    return;
  }
  const [primary] = service.deployments;
  if (!primary) return;
  const pass: Pass = {
    scheduler,
    context,
    service,
    primary,
    now: context.agenda.now(),
    bounds: taskBounds(service.desiredCount, service.deploymentConfiguration),
    wakeAt: undefined,
    acted: false,
  };
  settleStoppedDeployments(pass);
  begin(pass);
  judgeTasks(pass);
  if (honourStopRequest(pass)) return scheduler.touch(service);
  const failure = breakerTripped(pass) ?? alarmTripped(pass) ?? hookFailed(pass);
  if (failure) {
    failDeployment(pass, failure);
    return scheduler.touch(service);
  }
  advanceStages(pass);
  launchTasks(pass);
  stopTasks(pass);
  completeOrWait(pass);
  dropFinishedDeployments(pass);
  if (pass.acted) scheduler.touch(service);
  else if (pass.wakeAt !== undefined) scheduler.touch(service, pass.wakeAt - pass.now);
}

/** PRIMARY's desired count is the service's from its first pass on. */
function begin({ primary, service, now }: Pass): void {
  if (primary.desiredCount !== service.desiredCount) {
    primary.desiredCount = service.desiredCount;
    primary.updatedAt = now;
  }
  if (primary.begun) return;
  primary.begun = true;
  const { serviceDeployment } = primary;
  if (serviceDeployment.status === "PENDING") {
    serviceDeployment.status = "IN_PROGRESS";
    serviceDeployment.startedAt = now;
    serviceDeployment.updatedAt = now;
  }
}
