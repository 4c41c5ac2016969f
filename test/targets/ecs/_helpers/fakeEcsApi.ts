import type {
  Failure,
  RegisterTaskDefinitionRequest,
  RunTaskRequest,
  Service,
  ServiceDeployment,
  ServiceRevision,
  Task,
} from "@aws-sdk/client-ecs";
import type {
  EcsApi,
  ListServiceDeploymentsRequest,
  ListTasksRequest,
  TaskDefinitionContent,
  UpdateServiceRequest,
} from "../../../../targets/ecs/ecsApi";
import { EcsRefused, EcsUnsupported } from "../../../../targets/ecs/ecsErrors";
import { arnOf, deployment } from "./records";

export interface Call {
  operation: keyof EcsApi;
  input: unknown;
}

/**
 * ECS in memory. What a call answers is what the test has put into the maps; only registering,
 * moving a service and starting a task change anything, as little as their answers need.
 */
export class FakeEcsApi implements EcsApi {
  readonly calls: Call[] = [];
  readonly services = new Map<string, Service>();
  readonly definitions = new Map<string, TaskDefinitionContent>();
  readonly serviceDeployments = new Map<string, ServiceDeployment>();
  readonly serviceRevisions = new Map<string, ServiceRevision>();
  readonly tasks = new Map<string, Task>();
  /** Called before the operation; what it throws is what the call answers. */
  readonly faults = new Map<keyof EcsApi, (input: unknown) => void>();
  /** AWS's time, for what is created. */
  now = new Date("2026-01-01T00:00:00Z");
  private counter = 1000;

  count(operation: keyof EcsApi): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  inputs<T>(operation: keyof EcsApi): T[] {
    return this.calls.filter((call) => call.operation === operation).map(({ input }) => input as T);
  }

  /** Every operation yields at least once, as a real one does. */
  private async called(operation: keyof EcsApi, input: unknown): Promise<void> {
    this.calls.push({ operation, input });
    await Promise.resolve();
    this.faults.get(operation)?.(input);
  }

  async describeServices(cluster: string, names: readonly string[]) {
    await this.called("describeServices", { cluster, names });
    if (names.length > 10) throw new EcsRefused("Too many services.");
    const services = names.flatMap((name) => this.services.get(name) ?? []);
    const failures = names
      .filter((name) => !this.services.has(name))
      .map((arn) => ({ arn, reason: "MISSING" }));
    return { services: structuredClone(services), failures };
  }

  async updateService(request: UpdateServiceRequest) {
    await this.called("updateService", request);
    const service = this.services.get(request.service);
    if (!service) throw new EcsRefused("Service not found.");
    const taskDefinition = this.find(request.taskDefinition).taskDefinition.taskDefinitionArn;
    const primary = service.deployments?.find(({ status }) => status === "PRIMARY");
    if (primary?.taskDefinition !== taskDefinition || request.forceNewDeployment) {
      const old = (service.deployments ?? []).map((d) => ({ ...d, status: "ACTIVE" }));
      service.deployments = [
        deployment({
          id: `ecs-svc/${this.counter++}`,
          taskDefinition,
          createdAt: this.now,
          desiredCount: 0,
        }),
        ...old,
      ];
      service.taskDefinition = taskDefinition;
    }
    return structuredClone(service);
  }

  async describeTaskDefinition(reference: string) {
    await this.called("describeTaskDefinition", reference);
    return structuredClone(this.find(reference));
  }

  async registerTaskDefinition(input: RegisterTaskDefinitionRequest) {
    await this.called("registerTaskDefinition", input);
    return this.define(input);
  }

  /** Adds a revision as RegisterTaskDefinition does. */
  define({ tags = [], ...rest }: RegisterTaskDefinitionRequest): TaskDefinitionContent {
    const family = rest.family ?? "";
    const revision = this.revisionsOf(family).length + 1;
    const taskDefinitionArn = arnOf(`${family}:${revision}`);
    const content: TaskDefinitionContent = {
      taskDefinition: {
        ...structuredClone(rest),
        taskDefinitionArn,
        revision,
        status: "ACTIVE",
        registeredAt: this.now,
        compatibilities: ["EC2", "FARGATE"],
      },
      tags,
    };
    this.definitions.set(taskDefinitionArn, content);
    return content;
  }

  async listTaskDefinitions(family: string, limit: number) {
    await this.called("listTaskDefinitions", { family, limit });
    return this.revisionsOf(family).reverse().slice(0, limit);
  }

  async listServiceDeployments(request: ListServiceDeploymentsRequest) {
    await this.called("listServiceDeployments", request);
    return [...this.serviceDeployments.values()].map((d) => ({
      serviceDeploymentArn: d.serviceDeploymentArn,
      targetServiceRevisionArn: d.targetServiceRevision?.arn,
    }));
  }

  async describeServiceDeployments(arns: readonly string[]) {
    await this.called("describeServiceDeployments", arns);
    if (arns.length > 20) throw new EcsRefused("Too many ARNs.");
    return structuredClone(arns.flatMap((arn) => this.serviceDeployments.get(arn) ?? []));
  }

  async describeServiceRevisions(arns: readonly string[]) {
    await this.called("describeServiceRevisions", arns);
    return arns.flatMap((arn) => this.serviceRevisions.get(arn) ?? []);
  }

  async stopServiceDeployment(arn: string) {
    await this.called("stopServiceDeployment", arn);
  }

  async runTask(request: RunTaskRequest): Promise<{ tasks: Task[]; failures: Failure[] }> {
    await this.called("runTask", request);
    const taskArn = `arn:aws:ecs:us-east-1:123456789012:task/main/${this.counter++}`;
    const { startedBy, overrides, taskDefinition: taskDefinitionArn } = request;
    const task: Task = {
      ...{ taskArn, startedBy, taskDefinitionArn, lastStatus: "PROVISIONING" },
      ...(overrides && { overrides }),
    };
    this.tasks.set(taskArn, task);
    return { tasks: [structuredClone(task)], failures: [] };
  }

  async describeTasks(_cluster: string, arns: readonly string[]) {
    await this.called("describeTasks", arns);
    const tasks = arns.flatMap((arn) => this.tasks.get(arn) ?? []);
    return { tasks: structuredClone(tasks), failures: [] };
  }

  async listTasks({ startedBy, desiredStatus }: ListTasksRequest) {
    await this.called("listTasks", { startedBy, desiredStatus });
    return [...this.tasks.values()]
      .filter((task) => task.startedBy === startedBy)
      .filter((task) => (task.lastStatus === "STOPPED") === (desiredStatus === "STOPPED"))
      .map(({ taskArn = "" }) => taskArn);
  }

  async stopTask(cluster: string, task: string, reason: string) {
    await this.called("stopTask", { cluster, task, reason });
  }

  /** Without the API, as an emulator that has never heard of service deployments. */
  withoutServiceDeployments(): this {
    const refuse = () => {
      throw new EcsUnsupported("not here");
    };
    this.faults.set("listServiceDeployments", refuse);
    this.faults.set("describeServiceDeployments", refuse);
    this.faults.set("describeServiceRevisions", refuse);
    return this;
  }

  private find(reference: string): TaskDefinitionContent {
    const found = this.definitions.get(reference) ?? this.definitions.get(arnOf(reference));
    if (!found) throw new EcsRefused(`TaskDefinition not found: ${reference}`);
    return found;
  }

  private revisionsOf(family: string): string[] {
    return [...this.definitions.values()]
      .filter(({ taskDefinition }) => taskDefinition.family === family)
      .map(({ taskDefinition }) => taskDefinition.taskDefinitionArn ?? "");
  }
}
