import type { Interceptor } from "../../../emulator/wire/dispatch";
import type { ServiceModel } from "../../../emulator/wire/model/serviceModel";
import { shapeProblems } from "../../../emulator/wire/model/shapeProblems";
import cloudwatch from "../../../emulator/services/cloudwatch/model.json";
import ecr from "../../../emulator/services/ecr/model.json";
import ecs from "../../../emulator/services/ecs/model.json";
import elbv2 from "../../../emulator/services/elbv2/model.json";
import iam from "../../../emulator/services/iam/model.json";
import logs from "../../../emulator/services/logs/model.json";
import secretsmanager from "../../../emulator/services/secretsmanager/model.json";
import ssm from "../../../emulator/services/ssm/model.json";
import sts from "../../../emulator/services/sts/model.json";

const models: Record<string, ServiceModel> = {
  ...{ cloudwatch, ecr, ecs, elbv2, iam, logs, secretsmanager, ssm, sts },
};

/** Fails every response that has an unknown, missing or ill-typed member by the service's own model. */
export const responseCheck: Interceptor = async (call, _request, next) => {
  const output = await next();
  const model = models[call.service];
  const shape = model?.operations[call.operation]?.output;
  if (model && shape) {
    const written: unknown = JSON.parse(JSON.stringify(output));
    const problems = shapeProblems(model, shape, written);
    if (problems.length > 0) {
      throw new Error(`${call.operation} answers: ${problems.map((p) => p.message).join(" ")}`);
    }
  }
  return output;
};
