import { ServiceError } from "../../wire/serviceError";
import { bindOperations, type OperationTable, type ServiceModule } from "../../wire/serviceModule";
import model from "./model.json";
import { deleteRole } from "./operations/deleteRole";
import { getRole } from "./operations/getRole";
import type { RoleStore } from "./roleStore";
import type { Operations } from "./shapes";

const operations: OperationTable<Operations, RoleStore> = {
  DeleteRole: deleteRole,
  GetRole: getRole,
};

/** IAM: roles only, and whether they exist. */
export function iamModule(roles: RoleStore): ServiceModule {
  return {
    name: "iam",
    protocol: "query",
    xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    model,
    invalid: (message) => new ServiceError("ValidationError", message),
    operations: bindOperations(operations, roles),
  };
}
