import type { RoleStore } from "../roleStore";
import type { GetRoleRequest, GetRoleResponse } from "../shapes";

export function getRole(roles: RoleStore, { RoleName }: GetRoleRequest): GetRoleResponse {
  return { Role: roles.get(RoleName) };
}
