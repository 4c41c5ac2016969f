import type { Agenda, Appointment } from "../../../core/agenda";
import type { HealthStatus, TaskStopCode } from "../shapes";
import type { Task, TaskContainer, TaskStatus } from "../state/task";
import { canNeverStart, mayStart, nextToStop } from "./containerOrder";
import type {
  ContainerExit,
  ContainerSpec,
  LaunchedTask,
  PulledImage,
  StartedContainer,
  TaskAddress,
  TaskEvents,
  TaskRuntime,
} from "../../../tasks/taskRuntime";

/** The events of a life cycle, for the scheduler. */
export interface TaskObserver {
  /** After each change of the task's record; `before` is the status it had. */
  changed(task: Task, before: TaskStatus): void;
  /** The task is DEACTIVATING: take it out of its load balancers, then call `done`. */
  deactivate(task: Task, done: () => void): void;
}

/** Takes one task from PROVISIONING to STOPPED; alike for real and simulated containers. */
export class TaskLifecycle implements TaskEvents {
  private readonly launched: LaunchedTask;
  private readonly asked = new Set<string>();
  private readonly pulledImages = new Set<string>();
  private readonly ran = new Set<string>();
  private readonly stopAsked = new Set<string>();
  private readonly startTimers: Appointment[] = [];

  constructor(
    private readonly task: Task,
    runtime: TaskRuntime,
    private readonly agenda: Agenda,
    private readonly observer: TaskObserver,
  ) {
    this.launched = runtime.launch(task.spec, this);
  }

  provisioned(address: TaskAddress): void {
    if (this.task.lastStatus !== "PROVISIONING") return;
    this.task.address = address;
    this.task.pullStartedAt = this.agenda.now();
    this.become("PENDING");
    for (const { name } of this.task.spec.containers) this.launched.pull(name);
  }

  provisionFailed(reason: string): void {
    this.failToStart(reason);
  }

  pulled(name: string, image: PulledImage): void {
    this.pulledImages.add(name);
    this.container(name).digest = image.digest;
    if (this.pulledImages.size === this.task.spec.containers.length) {
      this.task.pullStoppedAt = this.agenda.now();
    }
    this.update();
    this.startWhatMay();
  }

  pullFailed(name: string, reason: string): void {
    this.container(name).reason = reason;
    this.failToStart(reason);
  }

  started(name: string, { runtimeId, ports }: StartedContainer): void {
    const container = this.container(name);
    if (container.lastStatus !== "PENDING" || this.task.lastStatus === "STOPPED") return;
    container.runtimeId = runtimeId;
    container.lastStatus = "RUNNING";
    container.startedAt = this.agenda.now();
    this.ran.add(name);
    if (ports) this.task.address.ports = [...(this.task.address.ports ?? []), ...ports];
    this.update();
    if (this.task.lastStatus === "STOPPING") this.stopNext();
    else this.startWhatMay();
  }

  startFailed(name: string, reason: string): void {
    const container = this.container(name);
    container.reason = reason;
    container.lastStatus = "STOPPED";
    if (this.spec(name).essential) this.failToStart(reason);
    else {
      this.update();
      this.startWhatMay();
    }
  }

  exited(name: string, { exitCode, reason }: ContainerExit): void {
    const container = this.container(name);
    if (container.lastStatus === "STOPPED") return;
    container.lastStatus = "STOPPED";
    container.stoppedAt = this.agenda.now();
    container.exitCode = exitCode;
    container.reason = reason;
    this.ran.add(name);
    const { essential } = this.spec(name);
    if (essential) this.task.executionStoppedAt ??= this.agenda.now();
    this.updateHealth();
    if (this.task.lastStatus === "STOPPING") {
      this.update();
      this.stopNext();
    } else if (essential && this.task.desiredStatus === "RUNNING") {
      this.stop("EssentialContainerExited", "Essential container in task exited");
    } else {
      this.update();
      this.startWhatMay();
    }
  }

  health(name: string, status: "HEALTHY" | "UNHEALTHY"): void {
    const container = this.container(name);
    if (container.lastStatus !== "RUNNING" || container.healthStatus === status) return;
    container.healthStatus = status;
    this.updateHealth();
    this.update();
    this.startWhatMay();
  }

  removed(): void {
    if (this.task.lastStatus === "STOPPED") return;
    for (const container of this.task.containers) container.lastStatus = "STOPPED";
    this.task.stoppedAt = this.agenda.now();
    this.become("STOPPED");
  }

  /** Ends the task, if it isn't ending already: gently, containers in the reverse order of their dependencies. */
  stop(code: TaskStopCode, reason: string): void {
    const { task } = this;
    if (task.desiredStatus === "STOPPED") return;
    const wasRunning = task.lastStatus === "RUNNING";
    for (const timer of this.startTimers) timer.cancel();
    task.desiredStatus = "STOPPED";
    task.stopCode = code;
    task.stoppedReason = reason;
    task.stoppingAt = this.agenda.now();
    if (!wasRunning) {
      this.stopContainers();
      return;
    }
    this.become("DEACTIVATING");
    this.observer.deactivate(task, () => {
      if (task.lastStatus === "DEACTIVATING") this.stopContainers();
    });
  }

  private stopContainers(): void {
    this.become("STOPPING");
    this.stopNext();
  }

  /** Asks containers to stop whose dependents are gone; removes the task when none runs. */
  private stopNext(): void {
    const running = this.task.containers.filter((c) => c.lastStatus === "RUNNING");
    for (const name of nextToStop(
      this.task.spec.containers,
      running.map((c) => c.name),
    )) {
      if (this.stopAsked.has(name)) continue;
      this.stopAsked.add(name);
      this.launched.stop(name, this.spec(name).stopTimeout);
    }
    if (running.length === 0) {
      this.become("DEPROVISIONING");
      this.launched.remove();
    }
  }

  private failToStart(reason: string): void {
    this.stop("TaskFailedToStart", reason);
  }

  private startWhatMay(): void {
    const { task } = this;
    if (task.lastStatus !== "PENDING") return;
    const facts = (name: string) => {
      const container = this.container(name);
      return { ...container, ran: this.ran.has(name) };
    };
    for (const spec of task.spec.containers) {
      if (this.asked.has(spec.name) || !this.pulledImages.has(spec.name)) continue;
      if (canNeverStart(spec, facts)) {
        this.failToStart("Task failed to start");
        return;
      }
      if (mayStart(spec, facts)) this.startContainer(spec);
    }
    if (task.containers.every((c) => this.ran.has(c.name) || c.lastStatus === "STOPPED")) {
      this.become("ACTIVATING");
      task.startedAt = this.agenda.now();
      this.become("RUNNING");
    }
  }

  private startContainer(spec: ContainerSpec): void {
    this.asked.add(spec.name);
    this.launched.start(spec.name);
    if (spec.startTimeout === undefined) return;
    const waiting = this.task.spec.containers.filter((c) =>
      c.dependsOn.some((d) => d.containerName === spec.name),
    );
    this.startTimers.push(
      this.agenda.after(spec.startTimeout * 1000, () => {
        if (waiting.some((c) => !this.asked.has(c.name))) this.failToStart("Task failed to start");
      }),
    );
  }

  private updateHealth(): void {
    this.task.healthStatus = taskHealth(this.task);
  }

  private become(status: TaskStatus): void {
    const before = this.task.lastStatus;
    this.task.lastStatus = status;
    this.task.version++;
    this.observer.changed(this.task, before);
  }

  private update(): void {
    this.become(this.task.lastStatus);
  }

  private container(name: string): TaskContainer {
    const container = this.task.containers.find((c) => c.name === name);
    if (!container) throw new Error(`Task ${this.task.id} has no container ${name}.`);
    return container;
  }

  private spec(name: string): ContainerSpec {
    const spec = this.task.spec.containers.find((c) => c.name === name);
    if (!spec) throw new Error(`Task ${this.task.id} has no container ${name}.`);
    return spec;
  }
}

/** Over essential containers with a health check: one UNHEALTHY decides, then one UNKNOWN (dg/healthcheck). */
function taskHealth(task: Task): HealthStatus {
  const checked = task.spec.containers
    .filter((c) => c.essential && c.healthCheck)
    .map((c) => task.containers.find((r) => r.name === c.name)?.healthStatus ?? "UNKNOWN");
  if (checked.includes("UNHEALTHY")) return "UNHEALTHY";
  return checked.length === 0 || checked.includes("UNKNOWN") ? "UNKNOWN" : "HEALTHY";
}
