import { createHash } from "node:crypto";
import type { Agenda } from "../core/agenda";
import type { TaskPlan } from "../faults/scenario";
import type { TaskPlans } from "../faults/taskPlans";
import { fits } from "../core/wildcard";
import type { ContainerSpec, LaunchedTask, TaskEvents, TaskRuntime, TaskSpec } from "./taskRuntime";

export interface SimulatedRuntimeOptions {
  agenda: Agenda;
  plans: TaskPlans;
  /** Resolves an image reference; a reference without an answer gets a digest made of it. */
  digestOf?: DigestOf;
}

/** Finds the digest of an image that really exists, e.g. in a registry; undefined for an unknown image. */
export type DigestOf = (image: string) => string | undefined | Promise<string | undefined>;

/** Seconds that the phases of a task take without a plan; chosen, near what Fargate takes. */
const usual = { provision: 10, pull: 10, start: 5, stop: 2, remove: 10, job: 5, healthy: 15 };

const noCapacity =
  "Capacity is unavailable at this time. Please try again later or in a different availability zone";

/** Tasks that exist only on the agenda and behave as the scenario plans. */
export function simulatedRuntime(options: SimulatedRuntimeOptions): TaskRuntime {
  return {
    name: "simulated",
    refuse(task) {
      const refused = options.plans.planOf(task).noCapacity;
      if (refused === undefined) return undefined;
      return { reason: refused === true ? noCapacity : refused };
    },
    launch: (task, events) => new SimulatedTask(options, task, options.plans.planOf(task), events),
    close: () => Promise.resolve(),
  };
}

class SimulatedTask implements LaunchedTask {
  private readonly running = new Set<string>();
  private removed = false;

  constructor(
    private readonly options: SimulatedRuntimeOptions,
    private readonly task: TaskSpec,
    private readonly plan: TaskPlan,
    private readonly events: TaskEvents,
  ) {
    this.later(plan.provision ?? usual.provision, () => {
      if (plan.provisionError !== undefined) events.provisionFailed(plan.provisionError);
      else events.provisioned({ privateIpv4Address: address(task) });
    });
  }

  pull(name: string): void {
    const { image } = this.spec(name);
    this.later(this.plan.pull ?? usual.pull, () => {
      const { pullError } = this.plan;
      const meant = fits(this.plan.image, this.named(name));
      if (pullError !== undefined && meant) {
        this.events.pullFailed(name, pullFailure(pullError, image));
      } else this.resolve(name, image);
    });
  }

  private resolve(name: string, image: string): void {
    const pulled = (digest: string = madeUp(image)) => {
      if (!this.removed) this.events.pulled(name, { digest });
    };
    const found = image.split("@")[1] ?? this.options.digestOf?.(image);
    if (!(found instanceof Promise)) pulled(found);
    else void found.then(pulled, () => pulled());
  }

  start(name: string): void {
    const { startError } = this.plan;
    this.later(this.plan.start ?? usual.start, () => {
      if (startError !== undefined && this.meant(name)) {
        this.events.startFailed(name, startError);
        return;
      }
      this.running.add(name);
      this.events.started(name, { runtimeId: `${this.task.taskId}-${name}` });
      this.live(name);
    });
  }

  stop(name: string, timeout: number): void {
    const seconds = this.plan.stop ?? usual.stop;
    const killed = seconds > timeout;
    this.later(Math.min(seconds, timeout), () => this.exit(name, killed ? 137 : 143));
  }

  remove(): void {
    this.running.clear();
    this.later(this.plan.remove ?? usual.remove, () => {
      this.removed = true;
      this.events.removed();
    });
  }

  /** Plans the end and the health of a container that runs. */
  private live(name: string): void {
    const { plan } = this;
    const spec = this.spec(name);
    if (this.meant(name) && plan.outOfMemory) {
      const reason = "OutOfMemoryError: Container killed due to memory usage";
      this.later(plan.outOfMemory.after, () => this.exit(name, 137, reason));
    } else if (this.meant(name) && plan.exit) {
      const { after, code } = plan.exit;
      this.later(after, () => this.exit(name, code));
    } else if (this.isJob(spec)) {
      this.later(usual.job, () => this.exit(name, 0));
    }
    if (spec.healthCheck) this.beHealthy(name, spec.healthCheck);
  }

  private beHealthy(
    name: string,
    { startPeriod, retries, interval }: NonNullable<ContainerSpec["healthCheck"]>,
  ): void {
    const { healthy, unhealthy } = this.meant(name) ? this.plan : {};
    const report = (status: "HEALTHY" | "UNHEALTHY") => () => {
      if (this.running.has(name)) this.events.health(name, status);
    };
    if (healthy === "never") {
      this.later(startPeriod + retries * interval, report("UNHEALTHY"));
      return;
    }
    const after = healthy?.after ?? usual.healthy;
    this.later(after, report("HEALTHY"));
    if (unhealthy) this.later(Math.max(after, unhealthy.after), report("UNHEALTHY"));
  }

  /**
   * Whether a container is a job that exits: other containers wait for its end, or its task belongs to no service.
   */
  private isJob(spec: ContainerSpec): boolean {
    const awaited = this.task.containers.some((c) =>
      c.dependsOn.some(
        (d) =>
          d.containerName === spec.name &&
          (d.condition === "COMPLETE" || d.condition === "SUCCESS"),
      ),
    );
    return awaited || (this.task.serviceName === undefined && spec.essential);
  }

  private exit(name: string, exitCode: number, reason?: string): void {
    if (this.running.delete(name)) this.events.exited(name, { exitCode, reason });
  }

  /** Whether the plan's faults are about this container. */
  private meant(name: string): boolean {
    const { container, image } = this.plan;
    if (container !== undefined) return fits(container, name);
    if (image !== undefined) return fits(image, this.named(name));
    return this.spec(name).essential;
  }

  private named(name: string): string | undefined {
    const { image } = this.spec(name).definition;
    return typeof image === "string" ? image : undefined;
  }

  private spec(name: string): ContainerSpec {
    const spec = this.task.containers.find((c) => c.name === name);
    if (!spec) throw new Error(`Task ${this.task.taskId} has no container ${name}.`);
    return spec;
  }

  private later(seconds: number, run: () => void): void {
    this.options.agenda.after(seconds * 1000, () => {
      if (!this.removed) run();
    });
  }
}

function pullFailure(kind: string, image: string): string {
  switch (kind) {
    case "missing":
      return `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: ${image}: not found`;
    case "timeout":
      return `CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://${image.split("/")[0] ?? ""}/v2/": dial tcp: i/o timeout`;
    default:
      return kind;
  }
}

/** An address in 10.0.0.0/16 that depends only on the task's id. */
function address(task: TaskSpec): string {
  const n = Number.parseInt(task.taskId.slice(0, 4), 16);
  return `10.0.${n >> 8}.${n & 255}`;
}

/** The same reference has the same digest, and another reference another one. */
function madeUp(image: string): string {
  return `sha256:${createHash("sha256").update(image).digest("hex")}`;
}
