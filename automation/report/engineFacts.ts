import type {
  ImageCopyEvent,
  ImageEvent,
  RevisionEvent,
  RolloutEvent,
  TaskEvent,
} from "../../contract/events";
import type { FailureReport } from "./releaseReport";

/** The facts of one run of the engine, and how it ended. */
export interface EngineFacts {
  readonly succeeded: boolean;
  /** The engine was asked to stop. */
  readonly cancelled: boolean;
  /** What the engine printed when it failed. */
  readonly message?: string;
  /** By name. */
  readonly images: ReadonlyMap<string, ImageEvent>;
  /** By the repository that gets the image. */
  readonly copies: ReadonlyMap<string, ImageCopyEvent>;
  /** By service. */
  readonly revisions: ReadonlyMap<string, RevisionEvent>;
  /** By service; the fields of all its events, the newest of each. */
  readonly rollouts: ReadonlyMap<string, RolloutEvent>;
  readonly task?: TaskEvent;
  /** An environment's tag is, or would be, put onto another image. */
  readonly tagMoves: boolean;
  readonly failures: readonly SeenFailure[];
  readonly warnings: readonly string[];
}

/** A failure that the engine reported, with the type of its resource for the exit code. */
export interface SeenFailure extends FailureReport {
  readonly type?: string;
}
