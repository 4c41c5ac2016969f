import { drawSecret, drawToken } from "../../access/draw";
import { ServiceError } from "../../wire/serviceError";
import { hexId } from "../../core/ids";
import type { Credentials } from "./shapes";
import type { Sts } from "./sts";

/** A session: its credentials, and the identity that they stand for. */
export interface RoleSession {
  credentials: Credentials;
  arn: string;
  userId: string;
}

/**
 * Begins a session of any role of any account: the emulator has no trust policies.
 * @param expiresAt in milliseconds since the epoch, of real time
 * @throws ServiceError ValidationError for an ARN of anything but a role
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
