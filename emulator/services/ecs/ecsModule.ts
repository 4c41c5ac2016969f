import { ServiceError } from "../../server/serviceError";
import type { ServiceModel } from "../../server/model/serviceModel";
import {
  bindOperations,
  type OperationTable,
  type ServiceModule,
} from "../../server/serviceModule";
import type { Ecs } from "./ecs";
import model from "./model.json";
import type { Operations } from "./shapes";

const operations: OperationTable<Operations, Ecs> = {};

export function ecsModule(ecs: Ecs): ServiceModule {
  return {
    name: "ecs",
    protocol: "json",
    targetPrefix: "AmazonEC2ContainerServiceV20141113",
    model: model as unknown as ServiceModel,
    invalid: (message) => new ServiceError("InvalidParameterException", message),
    operations: bindOperations<Operations, Ecs>(operations, ecs),
  };
}
