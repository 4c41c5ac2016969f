import { ServiceError } from "../../wire/serviceError";
import { bindOperations, type OperationTable, type ServiceModule } from "../../wire/serviceModule";
import type { Ecs } from "./createEcs";
import model from "./model.json";
import { continueServiceDeployment } from "./operations/serviceDeployments/continueServiceDeployment";
import { createCluster } from "./operations/clusters/createCluster";
import { createService } from "./operations/services/createService";
import { deleteCluster } from "./operations/clusters/deleteCluster";
import { deleteService } from "./operations/services/deleteService";
import { deleteTaskDefinitions } from "./operations/taskDefinitions/deleteTaskDefinitions";
import { deregisterTaskDefinition } from "./operations/taskDefinitions/deregisterTaskDefinition";
import { describeCapacityProviders } from "./operations/clusters/describeCapacityProviders";
import { describeClusters } from "./operations/clusters/describeClusters";
import { describeServiceDeployments } from "./operations/serviceDeployments/describeServiceDeployments";
import { describeServiceRevisions } from "./operations/serviceDeployments/describeServiceRevisions";
import { describeServices } from "./operations/services/describeServices";
import { describeTaskDefinition } from "./operations/taskDefinitions/describeTaskDefinition";
import { describeTasks } from "./operations/tasks/describeTasks";
import { listClusters } from "./operations/clusters/listClusters";
import { listServiceDeployments } from "./operations/serviceDeployments/listServiceDeployments";
import { listServices } from "./operations/services/listServices";
import { listTagsForResource } from "./operations/tags/listTagsForResource";
import { listTaskDefinitionFamilies } from "./operations/taskDefinitions/listTaskDefinitionFamilies";
import { listTaskDefinitions } from "./operations/taskDefinitions/listTaskDefinitions";
import { listTasks } from "./operations/tasks/listTasks";
import { registerTaskDefinition } from "./operations/taskDefinitions/registerTaskDefinition";
import { runTask } from "./operations/tasks/runTask";
import { stopServiceDeployment } from "./operations/serviceDeployments/stopServiceDeployment";
import { stopTask } from "./operations/tasks/stopTask";
import { tagResource } from "./operations/tags/tagResource";
import { untagResource } from "./operations/tags/untagResource";
import { updateService } from "./operations/services/updateService";
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
