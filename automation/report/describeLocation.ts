import type { Outcome } from "../../contract/outcome";

/** What is known of a service after a release. */
export interface AfterRelease {
  /** `family:n` */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** `family:n` that got through last, where `from` had not. */
  readonly lastDeployed?: string | undefined;
  /** How the release's rollout ended; none began without. */
  readonly detail?: Outcome | undefined;
  readonly restored?: { readonly to: string; readonly detail: Outcome } | undefined;
}

/** What a service runs after a release, in plain words: `back on mage-web:41`. */
export function whereNow({ from, to, lastDeployed, detail, restored }: AfterRelease): string {
  const [old, wanted] = [from ?? "its old revision", to ?? "its new revision"];
  if (!restored) return whereIs(detail, old, wanted, lastDeployed);
  switch (restored.detail.kind) {
    case "deployed":
    case "unchanged":
      return `back on ${restored.to}`;
    case "not started":
      return whereIs(detail, old, wanted, lastDeployed);
    case "rolled back":
      return `on ${restored.detail.to ?? wanted}: going back to ${restored.to} failed`;
    case "failed":
    case "stopped":
      return `between ${wanted} and ${restored.to}: going back failed`;
    default:
      return whereIs(restored.detail, wanted, restored.to);
  }
}

function whereIs(detail: Outcome | undefined, from: string, to: string, good = from): string {
  switch (detail?.kind) {
    case undefined:
    case "not started":
      return `still on ${from}, not touched`;
    case "deployed":
    case "unchanged":
      return `on ${to}`;
    case "rolled back":
      return detail.finished
        ? `back on ${detail.to ?? good}`
        : `going back to ${detail.to ?? good}, not there yet`;
    case "superseded":
      return `taken over by another deployment${detail.revision ? ` to ${detail.revision}` : ""}`;
    case "gone":
      return "deleted while it was rolling";
    case "failed":
      return `on ${to}, failed; nothing brought it back to ${good}`;
    case "stopped":
      return `between ${from} and ${to}: its deployment was stopped`;
    case "unknown":
      return `not known: on its way from ${from} to ${to} when last seen`;
    case "timed out":
    case "abandoned":
    case "cancelled":
      return `still moving from ${from} to ${to} when we stopped looking`;
  }
}
