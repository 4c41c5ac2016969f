import type { Random } from "../../../../support/clock";
import { TaskLifecycle, type TaskObserver } from "../../../tasks/taskLifecycle";
import type { TaskRuntime } from "../../../tasks/taskRuntime";
import type { Arns } from "../../../core/arns";
import type { EcsStore } from "../state/ecsStore";
import type { Service } from "../state/service";
import type { Task, TaskStatus } from "../state/task";
import type { Agenda } from "../../../core/agenda";
import type { AlarmStates } from "../deployments/alarmStates";
import { noteDigests } from "../deployments/digests";
import { Draining } from "../tasks/draining";
import { newTask, type TaskRequest } from "../tasks/newTask";
import type { Pace } from "./pace";
import { servicePass } from "./servicePass";
import type { TargetGroups } from "./targetGroups";
import { countTask, failedByItself } from "../tasks/taskCounts";

export interface SchedulerContext {
  agenda: Agenda;
  random: Random;
  region: string;
  arns: Arns;
  store: EcsStore;
  runtime: TaskRuntime;
  targets: TargetGroups;
  alarms: AlarmStates;
  pace: Pace;
}

/** A task, or why it was not launched, as `failures` of RunTask say it. */
export type Launched = { task: Task } | { refused: { reason: string; arn?: string } };

/** What ECS does by itself: runs tasks, and passes over each service that has something to do. */
export class Scheduler implements TaskObserver {
  private readonly draining: Draining;

  constructor(readonly context: SchedulerContext) {
    this.draining = new Draining(context);
    context.alarms.watch((name) => this.alarmChanged(name));
  }

  /** Asks for a pass over the service within `ms`; a service that nothing happens to costs nothing. */
  touch(service: Service, ms: number = this.context.pace.pass): void {
    const { agenda } = this.context;
    const at = agenda.now() + ms;
    const { nextPass } = service.scheduling;
    if (nextPass && nextPass.at <= at) return;
    nextPass?.appointment.cancel();
    const appointment = agenda.after(ms, () => {
      service.scheduling.nextPass = undefined;
      servicePass(this, service);
    });
    service.scheduling.nextPass = { at, appointment };
  }

  /** Starts a task's life, unless there is no place for it. */
  launch(request: TaskRequest): Launched {
    const { context } = this;
    const task = newTask(context, request);
    const refused = context.runtime.refuse?.(task.spec);
    if (refused) return { refused };
    request.cluster.tasks.set(task.id, task);
    request.deployment?.tasks.add(task);
    task.lifecycle = new TaskLifecycle(task, context.runtime, context.agenda, this);
    countTask(task, undefined);
    return { task };
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
    return name === undefined ? undefined : task.cluster.services.get(name);
  }

  private alarmChanged(name: string): void {
    for (const { services } of this.context.store.clusters.values()) {
      for (const service of services.values()) {
        const alarms = service.deployments[0]?.serviceDeployment.alarms;
        if (alarms?.status !== "MONITORING" || !alarms.names.includes(name)) continue;
        this.touch(service, this.context.pace.alarms);
      }
    }
  }

  private forgetLater(task: Task): void {
    this.context.agenda.after(this.context.pace.stoppedTasks, () =>
      task.cluster.tasks.delete(task.id),
    );
  }
}
