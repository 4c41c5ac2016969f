import { ServiceError } from "../../../wire/serviceError";
import { beginRoleSession } from "../roleSession";
import type { AssumeRoleRequest, AssumeRoleResponse } from "../shapes";
import type { Sts } from "../sts";

export function assumeRole(sts: Sts, input: AssumeRoleRequest): AssumeRoleResponse {
  const seconds = input.DurationSeconds ?? 3600;
  if (seconds < 900 || seconds > 43200) {
    throw new ServiceError(
      "ValidationError",
      `The requested DurationSeconds ${seconds} is not between 900 and 43200.`,
    );
  }
  const expiration = sts.clock.now() + seconds * 1000;
  const session = beginRoleSession(sts, input.RoleArn, input.RoleSessionName, expiration);
  return {
    Credentials: session.credentials,
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
  };
}
