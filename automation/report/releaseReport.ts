import type {
  ImageCopyEvent,
  RevisionAction,
  TaskEvent,
  VariableChange,
} from "../../contract/events";
import type { Evidence } from "../../contract/evidence";
import type { Outcome, OutcomeKind } from "../../contract/outcome";
import type { ExitCode } from "./exitCodes";
import type { GateReport } from "./gateReport";

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
  /** Environment tags that a recovery or a rollback has moved, or could not move. */
  readonly imageTags?: readonly TagReport[];
  /**
   * Revisions `family:n` that a recovery has left and that are the newest of their families: a
   * schedule that names the family alone would run them.
   */
  readonly leftRevisions?: readonly string[];
  /** The recovery did not get to its end. */
  readonly recoveryInterrupted?: boolean;
  readonly warnings: readonly string[];
  readonly failures: readonly FailureReport[];
}

/** What became of an environment's moving tag after a release that failed, or a rollback. */
export interface TagReport {
  /** `repository:tag` */
  readonly reference: string;
  /**
   * `back` on its old digest · `unmoved` · `new`: there was no such tag before, so it stays on the
   * failed image · `taken`: another deployer has moved it since · `failed`: it may be on the failed
   * image.
   */
  readonly result: "back" | "unmoved" | "new" | "taken" | "failed";
  /** The image that the tag names now, where that is known. */
  readonly digest?: string;
  /** Of a tag that could not be recovered: what it named before the release. */
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
  /** Its copies in this environment's repository and in mirrors. */
  readonly copies?: readonly CopyReport[];
}

/** A copy of an image from one repository into another. */
export interface CopyReport extends Omit<ImageCopyEvent, "type" | "phase" | "total"> {
  /** False in a preview, and where it broke off. */
  readonly copied: boolean;
}

export interface TaskReport extends Omit<TaskEvent, "type" | "phase"> {
  readonly ended: boolean;
}

/** An outcome: its kind, and all that is known of it. */
export interface EndReport {
  readonly outcome: OutcomeKind;
  readonly detail: Outcome;
}

/** `outcome` and `detail` are there only where a rollout took place. */
export interface ServiceReport extends Partial<EndReport> {
  readonly service: string;
  /** Revisions `family:n`. `to` is absent where it is not registered yet. */
  readonly from?: string;
  readonly to?: string;
  /** `family:n` that got through last, where the release found it on one that had not. */
  readonly lastDeployed?: string;
  readonly action?: RevisionAction;
  readonly images: readonly ImageChange[];
  readonly variables: readonly VariableChange[];
  readonly deploymentId?: string;
  readonly reason?: string;
  readonly next?: string;
  readonly evidence?: Evidence;
  readonly seconds?: number;
  /** What the recovery of a failed release did with it. */
  readonly recovery?: RecoveryReport;
  /** What it runs now, in words; only of a release that took place. */
  readonly now?: string;
}

/** A recovered service's outcome is `deployed` or `unchanged`. */
export interface RecoveryReport extends EndReport {
  /** `family:n` */
  readonly to: string;
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
