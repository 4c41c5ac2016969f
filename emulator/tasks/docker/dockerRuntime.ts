import type Docker from "dockerode";
import type { LaunchedTask, TaskEvents, TaskRuntime, TaskSpec } from "../taskRuntime";
import type { LogDrivers } from "./logging/containerLog";
import { DockerTask, type DockerTaskContext } from "./dockerTask";
import { connectEngine } from "./connectEngine";
import { refusedRight, type AllowedRights } from "./hostRights";
import { importPauseImage } from "./pauseImage";
import type { EndpointSource, ImageSource, SecretSource } from "./ports";
import type { RealTime } from "./realTime";
import { TaskEndpoint } from "./taskEndpoint";

export interface DockerRuntimeOptions {
  /** As in DOCKER_HOST. */
  dockerHost: string;
  /** The engine's network that every task joins with an address of its own. */
  network: string;
  /** Names everything that the runtime makes; letters and digits. */
  sandbox: string;
  region: string;
  time: RealTime;
  images: ImageSource;
  secrets: SecretSource;
  logDrivers: LogDrivers;
  endpoint: EndpointSource;
  allowed: AllowedRights;
  /** A static busybox for the engine's platform. */
  pauseBinary: string;
}

/** Runs tasks as real containers: each in a network namespace of its own, like a task under awsvpc. */
export class DockerRuntime implements TaskRuntime {
  readonly name = "docker";
  private readonly docker: Docker;
  private readonly context: DockerTaskContext;
  private readonly tasks = new Map<string, DockerTask>();
  private readonly pauseTag: string;
  private readonly endpoint: TaskEndpoint;
  private pauseImage?: Promise<string>;

  constructor(private readonly options: DockerRuntimeOptions) {
    this.docker = connectEngine(options.dockerHost);
    this.pauseTag = `slipway-pause:${options.sandbox}`;
    this.endpoint = new TaskEndpoint(this.docker, options, () => this.importedPauseImage());
    this.context = {
      docker: this.docker,
      sandbox: options.sandbox,
      network: options.network,
      allowed: options.allowed,
      region: options.region,
      time: options.time,
      images: options.images,
      secrets: options.secrets,
      logDrivers: options.logDrivers,
      pauseImage: () => this.importedPauseImage(),
      endpoint: () => this.endpoint.address(),
    };
  }

  forbids(definition: Parameters<NonNullable<TaskRuntime["forbids"]>>[0]): string | undefined {
    return refusedRight(definition, this.options.allowed);
  }

  launch(spec: TaskSpec, events: TaskEvents): LaunchedTask {
    const task = new DockerTask(this.context, spec, {
      ...bound(events),
      removed: () => {
        this.tasks.delete(spec.taskArn);
        events.removed();
      },
    });
    this.tasks.set(spec.taskArn, task);
    return task;
  }

  async stats(taskArn: string, container: string): Promise<unknown> {
    return this.tasks.get(taskArn)?.stats(container);
  }

  async close(): Promise<void> {
    await Promise.all([...this.tasks.values()].map((task) => task.removed()));
    await this.endpoint.remove();
    if (this.pauseImage) {
      await this.pauseImage.catch(() => undefined);
      await this.docker
        .getImage(this.pauseTag)
        .remove({ force: true })
        .catch(() => undefined);
    }
  }

  private importedPauseImage(): Promise<string> {
    this.pauseImage ??= importPauseImage(this.docker, this.options.pauseBinary, this.pauseTag).then(
      () => this.pauseTag,
    );
    return this.pauseImage;
  }
}

/** The events of an object whose methods may live on its prototype. */
function bound(events: TaskEvents): TaskEvents {
  return {
    provisioned: (address) => events.provisioned(address),
    provisionFailed: (reason) => events.provisionFailed(reason),
    pulled: (container, image) => events.pulled(container, image),
    pullFailed: (container, reason) => events.pullFailed(container, reason),
    started: (container, started) => events.started(container, started),
    startFailed: (container, reason) => events.startFailed(container, reason),
    exited: (container, exit) => events.exited(container, exit),
    health: (container, status) => events.health(container, status),
    removed: () => events.removed(),
  };
}
