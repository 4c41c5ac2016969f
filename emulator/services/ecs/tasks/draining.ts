import type { Service } from "../state/service";
import type { Task, TaskOwner } from "../state/task";
import { addEvent } from "../scheduler/addEvent";
import { eventTexts } from "../scheduler/eventTexts";
import type { SchedulerContext } from "../scheduler/schedulerContext";
import { targetsOf } from "../ports/targetGroups";

interface Leaving {
  task: Task;
  done: () => void;
}

/**
 * Takes tasks out of their target groups before their containers are stopped, a deployment's tasks together
 * (dg/deployment-type-ecs).
 */
export class Draining {
  private readonly leaving = new Map<TaskOwner, Leaving[]>();

  constructor(private readonly context: SchedulerContext) {}

  add(service: Service | undefined, task: Task, done: () => void): void {
    const { deployment } = task;
    if (!service || !deployment || !task.service?.registered) {
      done();
      return;
    }
    const waiting = this.leaving.get(deployment);
    if (waiting) {
      waiting.push({ task, done });
      return;
    }
    this.leaving.set(deployment, [{ task, done }]);
    this.context.agenda.after(this.context.pace.deregister, () => this.drain(service, deployment));
  }

  private drain(service: Service, deployment: TaskOwner): void {
    const { agenda, random, targets } = this.context;
    const leaving = this.leaving.get(deployment) ?? [];
    this.leaving.delete(deployment);
    const perGroup = new Map<string, number>();
    for (const { task, done } of leaving) {
      const registered = targetsOf(task);
      let left = registered.length;
      for (const target of registered) {
        perGroup.set(target.group, (perGroup.get(target.group) ?? 0) + 1);
        targets.deregister(target, () => {
          if (--left === 0) done();
        });
      }
    }
    const now = agenda.now();
    for (const [group, count] of perGroup) {
      addEvent(service, random, now, eventTexts.deregistered(service.name, count, group));
    }
    const text = eventTexts.draining(service.name, deployment.id, leaving.length);
    addEvent(service, random, now + 1, text);
  }
}
