import type {
  Failure,
  RegisterTaskDefinitionRequest,
  RunTaskRequest,
  Service,
  ServiceDeployment,
  ServiceDeploymentBrief,
  ServiceDeploymentStatus,
  ServiceRevision,
  Tag,
  Task,
  TaskDefinition,
} from "@aws-sdk/client-ecs";

/**
 * Amazon ECS as Slipway uses it. Lists come whole (all pages). Errors are SlipwayErrors
 * (ecsErrors.ts) with the SDK's own error as cause.
 */
export interface EcsApi {
  /** @param services names or ARNs, at most 10 */
  describeServices(
    cluster: string,
    services: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ services: Service[]; failures: Failure[] }>;

  /** Moves a service to a revision; sends nothing else, never a desired count. */
  updateService(request: UpdateServiceRequest, signal?: AbortSignal): Promise<Service>;

  /** @param reference `family`, `family:n` or ARN */
  describeTaskDefinition(reference: string, signal?: AbortSignal): Promise<TaskDefinitionContent>;

  /** Not idempotent, so never repeated by the adapter once the request may have arrived. */
  registerTaskDefinition(
    input: RegisterTaskDefinitionRequest,
    signal?: AbortSignal,
  ): Promise<TaskDefinitionContent>;

  /** ARNs of a family's ACTIVE revisions, newest first, at most `limit`. */
  listTaskDefinitions(family: string, limit: number, signal?: AbortSignal): Promise<string[]>;

  /** Newest first. */
  listServiceDeployments(
    request: ListServiceDeploymentsRequest,
    signal?: AbortSignal,
  ): Promise<ServiceDeploymentBrief[]>;

  /** @param arns at most 20 */
  describeServiceDeployments(
    arns: readonly string[],
    signal?: AbortSignal,
  ): Promise<ServiceDeployment[]>;

  /** @param arns at most 20 */
  describeServiceRevisions(
    arns: readonly string[],
    signal?: AbortSignal,
  ): Promise<ServiceRevision[]>;

  /** Stops a deployment with a rollback. */
  stopServiceDeployment(arn: string, signal?: AbortSignal): Promise<void>;

  runTask(
    request: RunTaskRequest,
    signal?: AbortSignal,
  ): Promise<{ tasks: Task[]; failures: Failure[] }>;

  /** @param tasks ids or ARNs, at most 100 */
  describeTasks(
    cluster: string,
    tasks: readonly string[],
    signal?: AbortSignal,
  ): Promise<{ tasks: Task[]; failures: Failure[] }>;

  /** ARNs. */
  listTasks(request: ListTasksRequest, signal?: AbortSignal): Promise<string[]>;

  stopTask(cluster: string, task: string, reason: string, signal?: AbortSignal): Promise<void>;
}

/**
 * A revision with its tags. At run time both hold every member that ECS sent, also those which the
 * SDK's types don't know yet.
 */
export interface TaskDefinitionContent {
  taskDefinition: TaskDefinition;
  tags: Tag[];
}

export interface UpdateServiceRequest {
  cluster: string;
  service: string;
  taskDefinition: string;
  forceNewDeployment?: boolean;
}

export interface ListServiceDeploymentsRequest {
  cluster: string;
  service: string;
  /** Only deployments created at or after this instant. */
  createdAfter?: Date;
  status?: ServiceDeploymentStatus[];
}

export interface ListTasksRequest {
  cluster: string;
  startedBy: string;
  desiredStatus: "RUNNING" | "STOPPED";
}
