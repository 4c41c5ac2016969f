import type { Interceptor } from "../../../emulator/server/dispatch";
import type { ServiceModel } from "../../../emulator/server/model/serviceModel";
import { shapeProblems } from "../../../emulator/server/model/validate";
import ecr from "../../../emulator/services/ecr/model.json";
import logs from "../../../emulator/services/logs/model.json";
import secretsmanager from "../../../emulator/services/secretsmanager/model.json";
import ssm from "../../../emulator/services/ssm/model.json";

const models: Record<string, ServiceModel> = { ecr, logs, secretsmanager, ssm };

/** Fails every response that has an unknown, missing or ill-typed member by the service's own model. */
export const checkedByModels: Interceptor = async (call, _request, next) => {
  const output = await next();
  const model = models[call.service];
  const shape = model?.operations[call.operation]?.output;
  if (!model || shape === undefined) return output;
  const problems = shapeProblems(model, shape, JSON.parse(JSON.stringify(output)));
  if (problems.length === 0) return output;
  throw new Error(`${call.operation} answers: ${problems.map((p) => p.message).join(" ")}`);
};
