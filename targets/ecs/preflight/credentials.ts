import type { Finding } from "../../../contract/finding";

/**
 * Credentials that end before a rollout has to. Slipway then loses sight of it, and can't bring it
 * back; the rollout goes on. Whoever takes the risk may: most rollouts need less than their limit.
 * @param end of credentials that nothing renews; undefined where there is none, or nobody knows
 * @param now milliseconds since the epoch
 * @param limit seconds that the release may take
 */
export function credentialFindings(end: Date | undefined, now: number, limit: number): Finding[] {
  // `AWS_CREDENTIAL_EXPIRATION` may hold anything; the SDK does not mind either.
  if (end === undefined || Number.isNaN(end.getTime())) return [];
  if (end.getTime() >= now + limit * 1000) return [];
  const left = Math.max(0, Math.floor((end.getTime() - now) / 60_000));
  return [
    {
      level: "warning",
      code: "CREDENTIALS_END_EARLY",
      message: `The AWS credentials end at ${end.toISOString()}, in ${left} min, and nothing renews them; the rollouts may take ${Math.ceil(limit / 60)} min.`,
      remedy:
        "Take fresh ones, or a profile or role that renews them; without any, the rollouts go on and nobody sees how they end.",
    },
  ];
}
