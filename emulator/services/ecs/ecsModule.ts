import { ServiceError } from "../../server/serviceError";
import {
  bindOperations,
  type OperationTable,
  type ServiceModule,
} from "../../server/serviceModule";
import type { Ecs } from "./createEcs";
import model from "./model.json";
import { continueServiceDeployment } from "./operations/continueServiceDeployment";
import { createCluster } from "./operations/createCluster";
import { createService } from "./operations/createService";
import { deleteCluster } from "./operations/deleteCluster";
import { deleteService } from "./operations/deleteService";
import { deleteTaskDefinitions } from "./operations/deleteTaskDefinitions";
import { deregisterTaskDefinition } from "./operations/deregisterTaskDefinition";
import { describeCapacityProviders } from "./operations/describeCapacityProviders";
import { describeClusters } from "./operations/describeClusters";
import { describeServiceDeployments } from "./operations/describeServiceDeployments";
import { describeServiceRevisions } from "./operations/describeServiceRevisions";
import { describeServices } from "./operations/describeServices";
import { describeTaskDefinition } from "./operations/describeTaskDefinition";
import { describeTasks } from "./operations/describeTasks";
import { listClusters } from "./operations/listClusters";
import { listServiceDeployments } from "./operations/listServiceDeployments";
import { listServices } from "./operations/listServices";
import { listTagsForResource } from "./operations/listTagsForResource";
import { listTaskDefinitionFamilies } from "./operations/listTaskDefinitionFamilies";
import { listTaskDefinitions } from "./operations/listTaskDefinitions";
import { listTasks } from "./operations/listTasks";
import { registerTaskDefinition } from "./operations/registerTaskDefinition";
import { runTask } from "./operations/runTask";
import { stopServiceDeployment } from "./operations/stopServiceDeployment";
import { stopTask } from "./operations/stopTask";
import { tagResource } from "./operations/tagResource";
import { untagResource } from "./operations/untagResource";
import { updateService } from "./operations/updateService";
import type { Operations } from "./shapes";

const operations: OperationTable<Operations, Ecs> = {
  ContinueServiceDeployment: continueServiceDeployment,
  CreateCluster: createCluster,
  CreateService: createService,
  DeleteCluster: deleteCluster,
  DeleteService: deleteService,
  DeleteTaskDefinitions: deleteTaskDefinitions,
  DeregisterTaskDefinition: deregisterTaskDefinition,
  DescribeCapacityProviders: describeCapacityProviders,
  DescribeClusters: describeClusters,
  DescribeServiceDeployments: describeServiceDeployments,
  DescribeServiceRevisions: describeServiceRevisions,
  DescribeServices: describeServices,
  DescribeTaskDefinition: describeTaskDefinition,
  DescribeTasks: describeTasks,
  ListClusters: listClusters,
  ListServiceDeployments: listServiceDeployments,
  ListServices: listServices,
  ListTagsForResource: listTagsForResource,
  ListTaskDefinitionFamilies: listTaskDefinitionFamilies,
  ListTaskDefinitions: listTaskDefinitions,
  ListTasks: listTasks,
  RegisterTaskDefinition: registerTaskDefinition,
  RunTask: runTask,
  StopServiceDeployment: stopServiceDeployment,
  StopTask: stopTask,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateService: updateService,
};

export function ecsModule(ecs: Ecs): ServiceModule {
  return {
    name: "ecs",
    protocol: "json",
    targetPrefix: "AmazonEC2ContainerServiceV20141113",
    model,
    invalid: (message) => new ServiceError("InvalidParameterException", message),
    operations: bindOperations<Operations, Ecs>(operations, ecs),
  };
}
