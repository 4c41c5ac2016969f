import type { RoleStore } from "../roleStore";
import type { DeleteRoleRequest } from "../shapes";

export function deleteRole(
  roles: RoleStore,
  { RoleName }: DeleteRoleRequest,
): Record<string, never> {
  roles.delete(RoleName);
  return {};
}
