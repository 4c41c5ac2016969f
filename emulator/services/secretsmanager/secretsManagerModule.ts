import { ServiceError } from "../../server/serviceError";
import {
  bindOperations,
  type OperationTable,
  type ServiceModule,
} from "../../server/serviceModule";
import model from "./model.json";
import { createSecret } from "./operations/CreateSecret";
import { deleteSecret } from "./operations/DeleteSecret";
import { describeSecret } from "./operations/DescribeSecret";
import { getSecretValue } from "./operations/GetSecretValue";
import { listSecrets } from "./operations/ListSecrets";
import { putSecretValue } from "./operations/PutSecretValue";
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
