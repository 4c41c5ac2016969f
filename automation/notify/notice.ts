import type { ReleaseReport } from "../report/releaseReport";
import type { ExitCode } from "../report/exitCodes";

/** A notification of a release. Secrets are masked already. */
export interface Notice {
  /** `waiting`: for approval. */
  readonly state: "started" | "waiting" | "ended";
  /** `release` or `rollback`. */
  readonly verb: string;
  readonly environment: string;
  /** The commit as it is released. */
  readonly version: string;
  /** Who started it, where that is known. */
  readonly by?: string;
  /** The build that it is part of. */
  readonly link?: string;
  /** Of what has ended; absent where it broke off with `error`. */
  readonly report?: ReleaseReport;
  readonly error?: NoticeError;
}

export interface NoticeError {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
}
