import { ServiceError } from "../../../server/serviceError";
import { hexId } from "../../../state/ids";
import type { AssumeRoleRequest, AssumeRoleResponse } from "../shapes";
import type { Sts } from "../sts";

/** A session of any role: there are no policies here that could forbid it. */
export function assumeRole(sts: Sts, input: AssumeRoleRequest): AssumeRoleResponse {
  const role = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(input.RoleArn);
  const [, account, name] = role ?? [];
  if (!account || !name) {
    throw new ServiceError("ValidationError", `${input.RoleArn} is invalid`);
  }
  const seconds = input.DurationSeconds ?? 3600;
  if (seconds < 900 || seconds > 43200) {
    throw new ServiceError(
      "ValidationError",
      `The requested DurationSeconds ${seconds} is not between 900 and 43200.`,
    );
  }
  const roleId = `AROA${hexId(sts.random).slice(0, 17).toUpperCase()}`;
  const accessKeyId = `ASIA${hexId(sts.random).slice(0, 16).toUpperCase()}`;
  const arn = `arn:aws:sts::${account}:assumed-role/${name}/${input.RoleSessionName}`;
  const userId = `${roleId}:${input.RoleSessionName}`;
  sts.sessions.set(accessKeyId, { account, arn, userId });
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: hexId(sts.random),
      SessionToken: hexId(sts.random) + hexId(sts.random),
      Expiration: sts.clock.now() / 1000 + seconds,
    },
    AssumedRoleUser: { AssumedRoleId: userId, Arn: arn },
  };
}
