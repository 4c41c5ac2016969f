import type { Interceptor } from "../wire/dispatch";
import { ServiceError } from "../wire/serviceError";
import { fits } from "../core/wildcard";

/** The actions that each access key's policy allows, e.g. `ecs:Describe*`. */
export type AllowedActions = Readonly<Record<string, readonly string[]>>;

/** AWS allows this to every caller, whatever its policies say (STS, GetCallerIdentity). */
const free = "sts:GetCallerIdentity";

/**
 * Identity-based policies, as far as actions go: resources and conditions are not looked at. Callers
 * without one may do everything.
 */
export class Permissions {
  private allowed: AllowedActions = {};

  constructor(private readonly account: string) {}

  set(allowed: AllowedActions = {}): void {
    this.allowed = allowed;
  }

  /** @returns what AWS says of an action that the caller may not do */
  refusal(accessKeyId: string | undefined, action: string): string | undefined {
    const allowed = accessKeyId === undefined ? undefined : this.allowed[accessKeyId];
    if (!allowed || action === free || allowed.some((pattern) => fits(pattern, action))) {
      return undefined;
    }
    const user = `arn:aws:iam::${this.account}:user/${accessKeyId ?? ""}`;
    return `User: ${user} is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`;
  }

  readonly interceptor: Interceptor = ({ service, operation, input }, { accessKeyId }, next) => {
    for (const action of [`${service}:${operation}`, ...implied(operation, input)]) {
      const text = this.refusal(accessKeyId, action);
      if (text === undefined) continue;
      // The query protocol's services have another name for it.
      const query = service === "sts" || service === "iam";
      const code = query ? "AccessDenied" : "AccessDeniedException";
      return Promise.reject(new ServiceError(code, text, query ? 403 : 400));
    }
    return next();
  };
}

/**
 * The actions that an operation needs beside its own: to pass roles, and to tag what it creates
 * (dg/security_iam_id-based-policy-examples, dg/supported-iam-actions-tagging).
 */
function implied(operation: string, input: Readonly<Record<string, unknown>>): string[] {
  if (operation !== "RegisterTaskDefinition") return [];
  const { executionRoleArn, taskRoleArn, tags } = input;
  return [
    ...(executionRoleArn !== undefined || taskRoleArn !== undefined ? ["iam:PassRole"] : []),
    ...(Array.isArray(tags) && tags.length > 0 ? ["ecs:TagResource"] : []),
  ];
}
