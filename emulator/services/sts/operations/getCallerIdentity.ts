import type { Sts } from "../sts";
import type { GetCallerIdentityResponse } from "../shapes";

/** Who an access key belongs to: a user of the emulator's account, or the role whose session it is. */
export function getCallerIdentity(sts: Sts, accessKeyId?: string): GetCallerIdentityResponse {
  const session = accessKeyId === undefined ? undefined : sts.sessions.get(accessKeyId);
  if (session) return { UserId: session.userId, Account: session.account, Arn: session.arn };
  return {
    UserId: accessKeyId ?? "ANONYMOUS",
    Account: sts.account,
    Arn: `arn:aws:iam::${sts.account}:user/slipway`,
  };
}
