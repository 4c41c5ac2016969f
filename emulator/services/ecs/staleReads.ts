import type { Agenda } from "../../core/agenda";
import type { Service } from "./state/service";
import type { Task } from "./state/task";
import type { Service as ServiceShape } from "./shapes";
import { serviceView } from "./views/serviceView";

/**
 * Reads that lag behind writes, as AWS's may (api/DescribeServices): off unless a scenario turns them on. A read can miss
 * an update of a service or a new task; every other change shows at once.
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

  /** The service as a lagging read shows it; undefined when reads don't lag. */
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
