import type { Agenda } from "../scheduler/agenda";
import type { LaunchedTask, TaskEvents, TaskRuntime, TaskSpec } from "./taskRuntime";

/** Seconds that the phases of a simulated task take (ecs-behaviour 4.5). */
const pace = { provision: 10, pull: 10, start: 5, stop: 2, remove: 10 };

/** Tasks that exist only on the agenda. */
export function simulatedRuntime({ agenda }: { agenda: Agenda }): TaskRuntime {
  return {
    name: "simulated",
    launch: (task, events) => new SimulatedTask(agenda, task, events),
    close: () => Promise.resolve(),
  };
}

class SimulatedTask implements LaunchedTask {
  private readonly running = new Set<string>();
  private removed = false;

  constructor(
    private readonly agenda: Agenda,
    task: TaskSpec,
    private readonly events: TaskEvents,
  ) {
    this.later(pace.provision, () => events.provisioned({ privateIpv4Address: address(task) }));
  }

  pull(container: string): void {
    this.later(pace.pull, () => this.events.pulled(container, {}));
  }

  start(container: string): void {
    this.later(pace.start, () => {
      this.running.add(container);
      this.events.started(container, {});
    });
  }

  stop(container: string): void {
    this.later(pace.stop, () => {
      if (this.running.delete(container)) this.events.exited(container, { exitCode: 143 });
    });
  }

  remove(): void {
    this.later(pace.remove, () => {
      this.removed = true;
      this.events.removed();
    });
  }

  private later(seconds: number, run: () => void): void {
    this.agenda.after(seconds * 1000, () => {
      if (!this.removed) run();
    });
  }
}

/** An address in 10.0.0.0/16 that depends only on the task's id. */
function address(task: TaskSpec): string {
  const n = Number.parseInt(task.taskId.slice(0, 4), 16);
  return `10.0.${n >> 8}.${n & 255}`;
}
