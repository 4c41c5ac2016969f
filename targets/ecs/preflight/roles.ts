import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import type { Clock } from "../../../support/clock";
import { accountOf, type Planned } from "./planned";
import type { Finding } from "../../../contract/finding";
import { notChecked } from "./finding";
import { lookUp } from "./lookUp";
import type { RolesApi } from "./rolesApi";

type Definition = Pick<RegisterTaskDefinitionRequest, "executionRoleArn" | "taskRoleArn">;

const kinds = { executionRoleArn: "execution role", taskRoleArn: "task role" } as const;

/** The roles of the definitions that are there no more: ECS registers them, and starts no task. */
export async function roleFindings(
  roles: RolesApi,
  plans: readonly Planned[],
  clock: Clock,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const needed = plans.flatMap((plan) => rolesOf(plan));
  // IAM tells of the caller's own account only.
  const foreign = needed.filter(({ own }) => !own).map(({ role }) => role);
  const found = await lookUp(
    {
      what: "the roles",
      names: needed.flatMap(({ own, role }) => (own ? [role] : [])),
      ask: async (role, within) => {
        const name = role.slice(role.lastIndexOf("/") + 1);
        if (await roles.hasRole(name, within)) return [];
        return needed.filter((one) => one.role === role).map(missing);
      },
    },
    clock,
    signal,
  );
  const elsewhere = [...new Set(foreign)].join(", ");
  const why = new Error("another account's.");
  return foreign.length === 0
    ? found
    : [...found, notChecked(`Could not check the roles ${elsewhere}`, why)];
}

interface NeededRole {
  /** Name or ARN, as the definition has it. */
  readonly role: string;
  readonly kind: string;
  readonly service: string;
  readonly own: boolean;
}

function rolesOf({ service, input, from }: Planned): NeededRole[] {
  const definition: Definition = input;
  return (["executionRoleArn", "taskRoleArn"] as const).flatMap((member) => {
    const role = definition[member];
    if (role === undefined || role === "") return [];
    const own =
      accountOf(role) === undefined || accountOf(role) === accountOf(from.taskDefinitionArn);
    return [{ role, kind: kinds[member], service, own }];
  });
}

function missing({ role, kind, service }: NeededRole): Finding {
  return {
    level: "error",
    code: "ROLE_NOT_FOUND",
    service,
    message: `The ${kind} ${role} does not exist: no task would start.`,
    remedy: "Create it, or name another in the task definition to start from.",
  };
}
