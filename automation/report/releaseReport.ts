import type {
  ImageCopyEvent,
  RevisionAction,
  TaskEvent,
  VariableChange,
} from "../../contract/events";
import type { Evidence } from "../../contract/evidence";
import type { Outcome, OutcomeKind } from "../../contract/outcome";
import type { ExitCode } from "./exitCodes";
import type { GateReport } from "../gates/checkGates";

/** A release, or what one would do: the document of `preview`, `up` and `build --json`. */
export interface ReleaseReport {
  readonly command: "preview" | "up" | "build" | "rollback";
  readonly environment: string;
  readonly cluster: string;
  readonly commit: { readonly sha: string; readonly version: string; readonly dirty: boolean };
  readonly exitCode: ExitCode;
  /** Nothing was, or would be, built, registered or moved. */
  readonly nothingToDo: boolean;
  /** Of a rollback that was only shown. */
  readonly dryRun?: true;
  readonly images: readonly ImageReport[];
  readonly task?: TaskReport;
  readonly services: readonly ServiceReport[];
  /** Checks after the rollouts; absent where there were none, or the rollouts failed. */
  readonly gates?: readonly GateReport[];
  /** Moving tags that a failed release has left, or put back, and that a rollback moved along. */
  readonly imageTags?: readonly TagReport[];
  /**
   * Revisions `family:n` that were left by a rollback and are the newest of their families:
   * whatever names the family alone would run them.
   */
  readonly leftRevisions?: readonly string[];
  /** The rollback did not get to its end. */
  readonly rollbackInterrupted?: boolean;
  readonly warnings: readonly string[];
  readonly failures: readonly FailureReport[];
}

/** What became of an environment's moving tag after a release that failed, or a rollback. */
export interface TagReport {
  /** `repository:tag` */
  readonly reference: string;
  /**
   * `back` on its old digest · `unmoved` · `new`: there was none before, so it stays on the failed
   * image · `taken`: somebody else has moved it since · `failed`: it may be on the failed image.
   */
  readonly result: "back" | "unmoved" | "new" | "taken" | "failed";
  /** What it names now, where that is known. */
  readonly digest?: string;
  /** Of one that could not be put back: what it named before the release. */
  readonly before?: string;
  readonly reason?: string;
}

export interface ImageReport {
  readonly name: string;
  /** Absent when the release ended before it was known. */
  readonly action?: "build" | "existing";
  /** `repository:tag`. */
  readonly reference: string;
  readonly digest?: string;
  /** The tag that moves along. */
  readonly environmentTag?: string;
  /** Its way into this environment's repository, and into mirrors. */
  readonly copies?: readonly CopyReport[];
}

/** An image's way from one repository into another. */
export interface CopyReport extends Omit<ImageCopyEvent, "type" | "phase" | "total"> {
  /** False in a preview, and where it broke off. */
  readonly copied: boolean;
}

export interface TaskReport extends Omit<TaskEvent, "type" | "phase"> {
  readonly ended: boolean;
}

export interface ServiceReport {
  readonly service: string;
  /** Revisions `family:n`. `to` is absent where it is not registered yet. */
  readonly from?: string;
  readonly to?: string;
  /** `family:n` that got through last, where the release found it on one that had not. */
  readonly lastDeployed?: string;
  readonly action?: RevisionAction;
  readonly images: readonly ImageChange[];
  readonly variables: readonly VariableChange[];
  /** Only of a rollout that took place. */
  readonly outcome?: OutcomeKind;
  readonly detail?: Outcome;
  readonly deploymentId?: string;
  readonly reason?: string;
  readonly next?: string;
  readonly evidence?: Evidence;
  readonly seconds?: number;
  /** Its way back, after a release that failed. */
  readonly restored?: RestoredReport;
  /** What it runs now, in words; only of a release that took place. */
  readonly now?: string;
}

export interface RestoredReport {
  /** `family:n` */
  readonly to: string;
  /** `deployed` or `unchanged` when it is back. */
  readonly outcome: OutcomeKind;
  readonly detail: Outcome;
  readonly reason?: string;
  readonly next?: string;
  readonly evidence?: Evidence;
  readonly seconds?: number;
}

export interface ImageChange {
  readonly container: string;
  readonly from: string | undefined;
  readonly to: string;
}

export interface FailureReport {
  /** Stable code where the cause has one. */
  readonly code?: string;
  /** `slipway:ecs:ServiceRollout mage-web`, where one resource failed. */
  readonly resource?: string;
  readonly message: string;
}
