import { drawSecret, drawToken } from "../../access/draw";
import { ServiceError } from "../../server/serviceError";
import { hexId } from "../../state/ids";
import type { Credentials } from "./shapes";
import type { Sts } from "./sts";

/** A session that has begun: its credentials, and who they are. */
export interface RoleSession {
  credentials: Credentials;
  arn: string;
  userId: string;
}

/**
 * Begins a session of any role of any account: there are no policies here that could forbid it.
 * @param expiresAt in milliseconds since the epoch, of real time
 * @throws ServiceError ValidationError for what is no role's ARN
 */
export function beginRoleSession(
  sts: Sts,
  roleArn: string,
  sessionName: string,
  expiresAt: number,
): RoleSession {
  const role = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(roleArn);
  const [, account, name] = role ?? [];
  if (!account || !name) throw new ServiceError("ValidationError", `${roleArn} is invalid`);
  const roleId = `AROA${hexId(sts.random).slice(0, 17).toUpperCase()}`;
  const accessKeyId = `ASIA${hexId(sts.random).slice(0, 16).toUpperCase()}`;
  const arn = `arn:aws:sts::${account}:assumed-role/${name}/${sessionName}`;
  const userId = `${roleId}:${sessionName}`;
  sts.sessions.set(accessKeyId, { account, arn, userId });
  const [secretAccessKey, sessionToken] = [drawSecret(), drawToken()];
  sts.keys.add({ accessKeyId, secretAccessKey, sessionToken, expiresAt }, sts.clock.now());
  const credentials = {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: expiresAt / 1000,
  };
  return { credentials, arn, userId };
}
