import type { RevisionAction, TaskEvent, VariableChange } from "../../ecs/events";
import type { Evidence } from "../../ecs/rollout/evidence";
import type { Outcome, OutcomeKind } from "../../ecs/rollout/outcome";
import type { ExitCode } from "../exitCodes";

/** A release, or what one would do: the document of `preview`, `up` and `build --json`. */
export interface ReleaseReport {
  readonly command: "preview" | "up" | "build";
  readonly environment: string;
  readonly cluster: string;
  readonly commit: { readonly sha: string; readonly version: string; readonly dirty: boolean };
  readonly exitCode: ExitCode;
  /** Nothing was, or would be, built, registered or moved. */
  readonly nothingToDo: boolean;
  readonly images: readonly ImageReport[];
  readonly task?: TaskReport;
  readonly services: readonly ServiceReport[];
  readonly warnings: readonly string[];
  readonly failures: readonly FailureReport[];
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
}

export interface TaskReport extends Omit<TaskEvent, "type" | "phase"> {
  readonly ended: boolean;
}

export interface ServiceReport {
  readonly service: string;
  /** Revisions `family:n`. `to` is absent where it is not registered yet. */
  readonly from?: string;
  readonly to?: string;
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
