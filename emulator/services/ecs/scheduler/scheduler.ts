import { noteDigests } from "../deployments/digests";
import type { TaskStopCode } from "../shapes";
import type { Service } from "../state/service";
import type { Task, TaskStatus } from "../state/task";
import { Draining } from "../tasks/draining";
import { newTask, type TaskRequest } from "../tasks/newTask";
import { countTask, failedByItself } from "../tasks/taskCounts";
import { TaskLifecycle, type TaskObserver } from "../tasks/taskLifecycle";
import type { Launched, SchedulerActions } from "./schedulerActions";
import type { SchedulerContext } from "./schedulerContext";
import { servicePass } from "./servicePass";

/** ECS's service scheduler: runs tasks, and passes over each service where something is due. */
export class Scheduler implements SchedulerActions, TaskObserver {
  private readonly draining: Draining;
  private readonly lifecycles = new WeakMap<Task, TaskLifecycle>();

  constructor(readonly context: SchedulerContext) {
    this.draining = new Draining(context);
    context.alarms.watch((name) => this.alarmChanged(name));
  }

  /** Asks for a pass over the service within `ms`. A service without an event or a due time costs nothing. */
  touch(service: Service, ms: number = this.context.pace.pass): void {
    const { agenda } = this.context;
    const at = agenda.now() + ms;
    const { nextPass } = service.scheduling;
    if (nextPass && nextPass.at <= at) return;
    nextPass?.appointment.cancel();
    const appointment = agenda.after(ms, () => {
      service.scheduling.nextPass = undefined;
      servicePass(this.context, this, service);
    });
    service.scheduling.nextPass = { at, appointment };
  }

  launch(request: TaskRequest): Launched {
    const { context } = this;
    const task = newTask(context, request);
    const refused = context.runtime.refuse?.(task.spec);
    if (refused) return { refused };
    context.store.tasksOf(request.cluster).set(task.id, task);
    request.deployment?.tasks.add(task);
    this.lifecycles.set(task, new TaskLifecycle(task, context.runtime, context.agenda, this));
    countTask(task, undefined);
    return { task };
  }

  stop(task: Task, code: TaskStopCode, reason: string): void {
    this.lifecycles.get(task)?.stop(code, reason);
  }

  changed(task: Task, before: TaskStatus): void {
    countTask(task, before);
    const { deployment } = task;
    if (task.lastStatus === "STOPPED") this.forgetLater(task);
    if (!deployment) return;
    noteDigests(deployment.revision, task);
    if (task.lastStatus === "STOPPED") deployment.tasks.delete(task);
    if (task.service && !task.service.failed && failedByItself(task)) {
      task.service.failed = true;
      deployment.unjudged.push(task);
    }
    const service = this.serviceOf(task);
    if (service) this.touch(service);
  }

  deactivate(task: Task, done: () => void): void {
    this.draining.add(this.serviceOf(task), task, done);
  }

  serviceOf(task: Task): Service | undefined {
    const name = task.spec.serviceName;
    if (name === undefined) return undefined;
    return this.context.store.servicesOf(task.cluster).get(name);
  }

  private alarmChanged(name: string): void {
    const { store } = this.context;
    for (const cluster of store.clusters.values()) {
      for (const service of store.servicesOf(cluster).values()) {
        const alarms = service.deployments[0]?.serviceDeployment.alarms;
        if (alarms?.status !== "MONITORING" || !alarms.names.includes(name)) continue;
        this.touch(service, this.context.pace.alarms);
      }
    }
  }

  private forgetLater(task: Task): void {
    const { agenda, pace, store } = this.context;
    agenda.after(pace.stoppedTasks, () => store.tasksOf(task.cluster).delete(task.id));
  }
}
