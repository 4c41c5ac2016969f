import type { Settings } from "../../config/settings";
import type { EngineFacts } from "./engineFacts";
import type { GateReport } from "./gateReport";
import type { TagReport } from "./releaseReport";

/**
 * The facts of a release, or of a plan for one. Each step of a run adds its own field and changes
 * no other's; verdictOf and reportOf read them all.
 */
export interface ReleaseFacts {
  readonly command: "preview" | "up" | "build" | "rollback";
  /** As the release was made with them. */
  readonly settings: Settings;
  readonly engine: EngineFacts;
  /** Of a cancelled release under `onCancel: rollback`, by service: what became of its rollout. */
  readonly stops?: ReadonlyMap<string, StopFact>;
  /** By service, of rollouts that were abandoned before ECS had named their deployment. */
  readonly cutOff?: ReadonlyMap<string, CutOffFact>;
  /** Absent where there were none to check, or the rollouts failed. */
  readonly gates?: readonly GateReport[];
  readonly recovery?: RecoveryFacts;
  /** The environment's tags after a release that failed or was cancelled. */
  readonly tags?: readonly TagReport[];
  /** What a rollback did with the environment's tags. */
  readonly movedTags?: readonly MovedTag[];
  /** Of a rollback of the whole environment, where it does not run one commit afterwards. */
  readonly severalCommits?: SeveralCommits;
}

/** ECS's answer to the request to stop a rollout that was in flight. */
export type StopFact =
  /** It rolls back; the run did not wait for the end. */
  | { readonly kind: "asked" }
  | { readonly kind: "rolled back" }
  /** The rollout had been deployed by then. */
  | { readonly kind: "deployed" }
  | { readonly kind: "failed"; readonly why: string };

/** The revision that a service runs after its rollout was abandoned during UpdateService. */
export type CutOffFact =
  /** The release's revision: this is the release's deployment. */
  | { readonly kind: "begun"; readonly deploymentId: string }
  /** The revision from before. */
  | { readonly kind: "not begun" }
  | { readonly kind: "superseded"; readonly by: string; readonly revision: string }
  /** ECS did not answer. */
  | { readonly kind: "unknown"; readonly why: string };

export type RecoveryFacts =
  /** Pulumi's state could not be read, so no service was recovered. */
  | { readonly kind: "not possible"; readonly why: string }
  | {
      readonly kind: "run";
      /** Service → `family:n` that it was to recover to. */
      readonly targets: ReadonlyMap<string, string>;
      /** Service that has moved → why it can't be recovered, as a sentence. */
      readonly impossible: ReadonlyMap<string, string>;
      readonly engine: RecoveryEngineFacts;
    };

/** The engine's facts of a recovery. */
export type RecoveryEngineFacts = Pick<EngineFacts, "rollouts" | "failures" | "succeeded"> & {
  /** What the engine said, or why it could not be run. */
  readonly message?: string;
};

/** An environment's tag after a rollback; nothing is kept of one that was right already. */
export type MovedTag = { readonly reference: string } & (
  | { readonly kind: "moved"; readonly digest: string }
  /** The services run several images of its repository. */
  | { readonly kind: "several images"; readonly running: readonly string[] }
  | { readonly kind: "image missing"; readonly wanted: string }
  /** `wanted`: the image or digest that the tag should name. */
  | { readonly kind: "failed"; readonly wanted: string; readonly why: string }
);

export interface SeveralCommits {
  /** Commits (or revisions without one) that the services roll back to. */
  readonly commits: readonly string[];
  /** Services of the environment that run another commit; empty where the rollback has several. */
  readonly elsewhere: readonly string[];
}
