import { ServiceError } from "../../wire/serviceError";
import { bindOperations, type OperationTable, type ServiceModule } from "../../wire/serviceModule";
import model from "./model.json";
import { createSecret } from "./operations/createSecret";
import { deleteSecret } from "./operations/deleteSecret";
import { describeSecret } from "./operations/describeSecret";
import { getSecretValue } from "./operations/getSecretValue";
import { listSecrets } from "./operations/listSecrets";
import { putSecretValue } from "./operations/putSecretValue";
import type { SecretStore } from "./secretStore";
import type { Operations } from "./shapes";

const operations: OperationTable<Operations, SecretStore> = {
  CreateSecret: createSecret,
  DeleteSecret: deleteSecret,
  DescribeSecret: describeSecret,
  GetSecretValue: getSecretValue,
  ListSecrets: listSecrets,
  PutSecretValue: putSecretValue,
};

/** AWS Secrets Manager. */
export function secretsManagerModule(secrets: SecretStore): ServiceModule {
  return {
    name: "secretsmanager",
    protocol: "json",
    targetPrefix: "secretsmanager",
    model,
    invalid: (message) => new ServiceError("InvalidParameterException", message),
    operations: bindOperations(operations, secrets),
  };
}
