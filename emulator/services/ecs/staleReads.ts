import type { Agenda } from "../../core/agenda";
import type { Service } from "./state/service";
import type { Task } from "./state/task";
import type { Service as ServiceShape } from "./shapes";
import { serviceView } from "./views/serviceView";

/**
 * Reads that lag behind writes, as those of AWS may (api/DescribeServices): off unless a scenario asks for it. Only an
 * update of a service and a new task can be missed, so only what was true before those is kept.
 */
export class StaleReads {
  /** For how long DescribeServices shows the state before an UpdateService, in milliseconds. */
  services = 0;
  /** For how long a task of RunTask is not to be found, in milliseconds. */
  tasks = 0;
  private readonly before = new Map<Service, { until: number; view: ServiceShape }>();
  private readonly hidden = new Map<Task, number>();

  constructor(private readonly agenda: Agenda) {}

  /** To be called before a service is changed. */
  remember(service: Service): void {
    if (this.services === 0 || this.recall(service)) return;
    this.before.set(service, {
      until: this.agenda.now() + this.services,
      view: structuredClone(serviceView(service)),
    });
  }

  /** What a lagging read shows of a service, if it lags. */
  recall(service: Service): ServiceShape | undefined {
    const kept = this.before.get(service);
    if (!kept) return undefined;
    if (this.agenda.now() < kept.until) return kept.view;
    this.before.delete(service);
    return undefined;
  }

  hide(task: Task): void {
    if (this.tasks > 0) this.hidden.set(task, this.agenda.now() + this.tasks);
  }

  hides(task: Task): boolean {
    const until = this.hidden.get(task);
    if (until === undefined) return false;
    if (this.agenda.now() < until) return true;
    this.hidden.delete(task);
    return false;
  }
}
