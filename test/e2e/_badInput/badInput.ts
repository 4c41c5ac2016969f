import type { ApiFault } from "../../../emulator/faults/scenario";
import type { Place } from "./place";

/** One thing that is wrong, and how a release that meets it must end. */
export interface BadInput {
  readonly what: string;
  /** @default preview */
  readonly command?: readonly string[];
  /** On top of a release that is right; undefined unsets a variable. */
  readonly env?: (place: Place) => Readonly<Record<string, string | undefined>>;
  /** The stack file's settings, as YAML lines, instead of those that are right. */
  readonly settings?: (place: Place) => readonly string[];
  /** Done to the calls of AWS meanwhile. */
  readonly faults?: readonly Partial<ApiFault>[];
  /** What stands in the way elsewhere. @returns how to take it away again */
  readonly arrange?: (place: Place) => Promise<() => Promise<void>>;
  readonly exit: number;
  /** Fragments of the message that name the value seen. */
  readonly says: readonly string[];
  /** A fragment of what to do about it. */
  readonly remedy: string;
  /** What was rightly done before it showed: never more than this. @default nothing */
  readonly leaves?: readonly ("images" | "revisions")[];
  /** Whether plain `pulumi` is asked to do the same, too. */
  readonly plain?: true;
}
