import type Docker from "dockerode";
import type { Container } from "dockerode";
import { messageOf } from "../../../support/errors";
import type {
  ContainerExit,
  ContainerSpec,
  LaunchedTask,
  TaskEvents,
  TaskSpec,
} from "../taskRuntime";
import { containerConfig } from "./containerConfig";
import { openContainerLog, type ContainerLog, type LogDrivers } from "./logging/containerLog";
import { engineMessage } from "./connectEngine";
import { execProbe } from "./execProbe";
import { configPath, fluentBitConfig, fluentBitRouter } from "./logging/fireLens";
import { healthCommand, watchHealth } from "./healthCheck";
import { realPathOf, refusedRight, type AllowedRights } from "./hostRights";
import { pullImage, type LocalImage } from "./imagePull";
import { labels } from "./labels";
import type { ImageSource, SecretSource } from "./ports";
import { realMilliseconds, type RealTime } from "./realTime";
import { startContainer } from "./runningContainer";
import { resolveSecrets } from "./secrets";
import { singleFileTar } from "./singleFileTar";
import { startTaskNetwork, type TaskNetwork } from "./taskNetwork";

/** What all tasks of a runtime share. */
export interface DockerTaskContext {
  docker: Docker;
  sandbox: string;
  network: string;
  allowed: AllowedRights;
  region: string;
  time: RealTime;
  images: ImageSource;
  secrets: SecretSource;
  logDrivers: LogDrivers;
  pauseImage: () => Promise<string>;
  /** Address of the task endpoint in the tasks' network; undefined where the emulator can't be reached. */
  endpoint: () => Promise<string | undefined>;
}

/** What a container needs before it can be created. */
interface Prepared {
  spec: ContainerSpec;
  secrets: { name: string; value: string }[];
  log: ContainerLog;
  image?: LocalImage;
  container?: Container;
}

/** Real seconds that a program has at least to end after its stop signal. */
const shortestStop = 2;

/** One task on a Docker engine. */
export class DockerTask implements LaunchedTask {
  private readonly ending = new AbortController();
  private readonly work = new Set<Promise<void>>();
  private readonly prepared = new Map<string, Prepared>();
  private network?: TaskNetwork;
  private removal?: Promise<void>;

  constructor(
    private readonly context: DockerTaskContext,
    private readonly task: TaskSpec,
    private readonly events: TaskEvents,
  ) {
    this.run(
      () => this.provision(),
      (error) => this.events.provisionFailed(reason("ResourceInitializationError", error)),
    );
  }

  pull(name: string): void {
    const { docker, images } = this.context;
    this.run(
      async () => {
        const prepared = this.find(name);
        prepared.image = await pullImage(docker, images, prepared.spec.image, this.ending.signal);
        const { digest } = prepared.image;
        this.report(() => this.events.pulled(name, { digest }));
      },
      (error) => this.events.pullFailed(name, reason("CannotPullContainerError", error)),
    );
  }

  start(name: string): void {
    this.run(
      () => this.createAndStart(name),
      (error) => this.events.startFailed(name, reason("CannotStartContainerError", error)),
    );
  }

  stop(name: string, timeout: number): void {
    const t = Math.ceil(realMilliseconds(this.context.time, timeout, shortestStop * 1000) / 1000);
    // The engine may not find it any more: that changes nothing, the exit is reported where it is awaited.
    this.run(
      async () => {
        await this.prepared.get(name)?.container?.stop({ t });
      },
      () => undefined,
    );
  }

  remove(): void {
    void this.removed();
  }

  /** One measurement, in the words of Docker's API. */
  async stats(name: string): Promise<unknown> {
    return this.prepared.get(name)?.container?.stats({ stream: false, "one-shot": true });
  }

  /** Resolves when nothing of the task is left. */
  removed(): Promise<void> {
    this.removal ??= this.removeAll();
    return this.removal;
  }

  private async provision(): Promise<void> {
    const { docker, network, sandbox, secrets, logDrivers, pauseImage, endpoint } = this.context;
    this.checkRights();
    for (const spec of this.task.containers) {
      this.prepared.set(spec.name, {
        spec,
        secrets: resolveSecrets(secrets, spec),
        log: openContainerLog(logDrivers, this.task, spec),
      });
    }
    for (const { name, host } of this.task.volumes) {
      if (name === undefined || host?.sourcePath !== undefined) continue;
      await docker.createVolume({
        Name: this.volumeName(name),
        Labels: { [labels.sandbox]: sandbox, [labels.task]: this.task.taskId },
      });
    }
    this.network = await startTaskNetwork(docker, this.task, {
      image: await pauseImage(),
      network,
      sandbox,
      endpoint: await endpoint(),
      clock: this.context.time.real,
    });
    const { address } = this.network;
    this.report(() => this.events.provisioned(address));
  }

  /** Once more than ECS: a symlink in an allowed folder may lead elsewhere by now. */
  private checkRights(): void {
    const { networkMode, volumes, containers } = this.task;
    const containerDefinitions = containers.map(({ definition }) => definition);
    const text = refusedRight({ networkMode, volumes, containerDefinitions }, this.context.allowed);
    if (text !== undefined) throw new Error(text);
  }

  private async createAndStart(name: string): Promise<void> {
    const { docker, sandbox, region, time } = this.context;
    const prepared = this.find(name);
    const { spec, secrets, log, image } = prepared;
    this.checkRights();
    if (!this.network || !image) throw new Error(`${name} was started before it was pulled.`);
    const config = containerConfig(this.task, spec, {
      sandbox,
      region,
      secrets,
      pauseId: this.network.pauseId,
      endpoint: this.network.endpoint,
      routerPort: this.network.routerPort,
      image: image.reference,
      volumeName: (volume) => this.volumeName(volume),
      // Nothing is mounted through a symlink that might be changed after it was looked at.
      hostFolder: realPathOf,
    });
    const container = await docker.createContainer(config).catch((error: unknown) => {
      throw new Error(
        `CannotCreateContainerError: Error response from daemon: ${engineMessage(error)}`,
      );
    });
    prepared.container = container;
    if (spec === fluentBitRouter(this.task)) {
      const file = Buffer.from(fluentBitConfig(this.task, spec));
      await container.putArchive(singleFileTar(configPath, file), { path: "/" });
    }
    const { exit } = await startContainer(docker, container, log, time.real, config.Tty ?? false);
    this.report(() => this.events.started(name, { runtimeId: container.id }));
    this.watch(name, spec, container, exit);
  }

  private watch(
    name: string,
    { healthCheck }: ContainerSpec,
    container: Container,
    exit: Promise<ContainerExit>,
  ): void {
    const running = new AbortController();
    const signal = AbortSignal.any([running.signal, this.ending.signal]);
    exit
      .catch(() => ({ exitCode: 137 }))
      .then((ended) => {
        running.abort(new Error("The container has exited."));
        this.report(() => this.events.exited(name, ended));
      })
      .catch(() => undefined);
    if (!healthCheck) return;
    const command = healthCommand(healthCheck.command);
    const { time } = this.context;
    this.run(
      () =>
        watchHealth(
          healthCheck,
          time,
          (timeout) => execProbe(container, command, time.real, timeout),
          (status) => this.report(() => this.events.health(name, status)),
          signal,
        ),
      () => undefined,
    );
  }

  private async removeAll(): Promise<void> {
    this.ending.abort(new Error("The task is removed."));
    await Promise.allSettled([...this.work]);
    const { docker } = this.context;
    const containers = [...this.prepared.values()].flatMap(({ container }) => container ?? []);
    await Promise.all(containers.map((container) => discard(() => container.remove(force))));
    const pause = this.network && docker.getContainer(this.network.pauseId);
    if (pause) await discard(() => pause.remove(force));
    for (const { name, host } of this.task.volumes) {
      if (name === undefined || host?.sourcePath !== undefined) continue;
      await discard(() => docker.getVolume(this.volumeName(name)).remove({ force: true }));
    }
    this.events.removed();
  }

  /** Runs `work` after the present call has returned; ignores its failure after `remove`. */
  private run(work: () => Promise<void>, failed: (error: unknown) => void): void {
    const running: Promise<void> = Promise.resolve()
      .then(() => (this.ending.signal.aborted ? undefined : work()))
      .catch((error: unknown) => this.report(() => failed(error)))
      .finally(() => this.work.delete(running));
    this.work.add(running);
  }

  private report(event: () => void): void {
    if (!this.ending.signal.aborted) event();
  }

  private find(name: string): Prepared {
    const prepared = this.prepared.get(name);
    if (!prepared) throw new Error(`The task ${this.task.taskId} has no container ${name}.`);
    return prepared;
  }

  private volumeName(volume: string): string {
    return `slipway-${this.context.sandbox}-${this.task.taskId}-${volume}`;
  }
}

const force = { force: true, v: true };

async function discard(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch {
    // Removed already, or the engine can't now: the end of the sandbox looks for its labels once more.
  }
}

/** ECS names the step that failed before everything else. */
function reason(step: string, error: unknown): string {
  const text = messageOf(error);
  if (/^[A-Z]\w+Error: /.test(text)) return text;
  return `${step}: Error response from daemon: ${engineMessage(error)}`;
}
