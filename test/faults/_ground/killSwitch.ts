import { ConnectionReset, type Interceptor } from "../../../emulator/wire/dispatch";
import type { Answer } from "../../_helpers/httpServer";

/** How a run is killed at a request. */
export const killKinds = {
  /** The runner's process alone; its request is answered, though nobody may listen. */
  runner: "the runner alone",
  /** The runner and all that it started, before the request is carried out. */
  before: "its process group, before the request is carried out",
  /** The same after it was carried out: the answer is lost. */
  after: "its process group, after the request was carried out",
} as const;
export type KillKind = keyof typeof killKinds;

export interface KillPoint {
  readonly kind: KillKind;
  /** The first request is 1. */
  readonly request: number;
}

/** Counts a run's requests to AWS and to the registry, and kills it at one of them. */
export class KillSwitch {
  /** E.g. `ecs.UpdateService`, `registry.HEAD`. */
  readonly requests: string[] = [];
  /** Kills the run: its whole process group, or the runner alone. */
  kill: (kind: KillKind) => void = () => undefined;
  /** Whether the run came as far as the point. */
  reached = false;

  constructor(private point?: KillPoint) {}

  /** Lets everything pass from now on: the run is over. */
  disarm(): void {
    this.point = undefined;
  }

  readonly interceptor: Interceptor = ({ service, operation }, { accessKeyId }, next) =>
    accessKeyId === "AKIASLIPWAY" ? this.pass(`${service}.${operation}`, next) : next();

  readonly registry = async (
    { method }: { method: string },
    answer: () => Answer,
  ): Promise<Answer> => {
    try {
      return await this.pass(`registry.${method}`, () => Promise.resolve(answer()));
    } catch (error) {
      if (error instanceof ConnectionReset) return { reset: true };
      throw error;
    }
  };

  private async pass<T>(name: string, carryOut: () => Promise<T>): Promise<T> {
    this.requests.push(name);
    const { point } = this;
    if (point?.request !== this.requests.length) return carryOut();
    this.reached = true;
    if (point.kind === "after") await carryOut();
    this.kill(point.kind);
    if (point.kind === "runner") return carryOut();
    throw new ConnectionReset();
  }
}
