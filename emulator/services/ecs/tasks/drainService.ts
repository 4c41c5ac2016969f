import type { Service } from "../state/service";
import { addEvent } from "../scheduler/addEvent";
import { eventTexts } from "../scheduler/eventTexts";
import type { SchedulerActions } from "../scheduler/schedulerActions";
import type { SchedulerContext } from "../scheduler/schedulerContext";
import { alive } from "./taskCounts";

/**
 * A deleted service stops its tasks; with the last it is INACTIVE, and is forgotten some time later
 * (api/DeleteService).
 */
export function drainService(
  { agenda, random, pace, store }: SchedulerContext,
  scheduler: SchedulerActions,
  service: Service,
): void {
  const stopping = service.deployments.flatMap((deployment) => {
    deployment.desiredCount = 0;
    const tasks = alive(deployment.tasks);
    for (const task of tasks) {
      const reason = `Scaling activity initiated by (deployment ${deployment.id})`;
      scheduler.stop(task, "ServiceSchedulerInitiated", reason);
    }
    return tasks;
  });
  if (stopping.length > 0) {
    addEvent(service, random, agenda.now(), eventTexts.stoppedRunning(service.name, stopping));
  }
  if (service.deployments.some((d) => d.tasks.size > 0)) return;
  service.status = "INACTIVE";
  service.deployments = [];
  agenda.after(pace.inactiveServices, () => store.forget(service));
}
