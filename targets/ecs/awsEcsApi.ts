import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopServiceDeploymentCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { checkedCaller } from "../../aws/accountGuard";
import { createAwsStsApi } from "../../aws/awsStsApi";
import { clientConfig } from "../../aws/clientConfig";
import type { AwsSettings } from "../../contract/awsSettings";
import { unlessAborted } from "../../support/unlessAborted";
import { allPages } from "./allPages";
import type { EcsApi, TaskDefinitionContent } from "./ecsApi";
import { ecsError, EcsRefused, type EcsCall } from "./ecsErrors";
import { keepUnknownMembers } from "./losslessMembers";

/**
 * ECS over the AWS SDK. Where the settings list allowed or forbidden accounts, no call is sent
 * before STS has named one that may be acted on.
 */
export function createAwsEcsApi(settings: AwsSettings): EcsApi {
  const config = clientConfig(settings, "ecs");
  const client = new ECSClient(config);
  // For what must not arrive twice; the callers decide about repeating it.
  const onceClient = new ECSClient({ ...config, maxAttempts: 1 });
  keepUnknownMembers(client);
  keepUnknownMembers(onceClient);
  const guard = accountGuard(settings);

  /** Runs a call with every error but an abort as Slipway's own. */
  async function call<T>(
    about: EcsCall,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      await guard(signal);
      return await work();
    } catch (error) {
      if (signal?.aborted) throw error;
      throw ecsError(error, about);
    }
  }

  return {
    describeServices: (cluster, services, signal) =>
      call({ action: "ecs:DescribeServices", cluster }, signal, async () => {
        const command = new DescribeServicesCommand({ cluster, services: [...services] });
        const answer = await client.send(command, abortOn(signal));
        return { services: answer.services ?? [], failures: answer.failures ?? [] };
      }),

    updateService: ({ cluster, service, taskDefinition, forceNewDeployment }, signal) =>
      call({ action: "ecs:UpdateService", cluster, service }, signal, async () => {
        const command = new UpdateServiceCommand({
          cluster,
          service,
          taskDefinition,
          ...(forceNewDeployment && { forceNewDeployment }),
        });
        // The same revision twice makes one deployment; forced twice, it makes two.
        const sender = forceNewDeployment ? onceClient : client;
        const answer = await sender.send(command, abortOn(signal));
        return answer.service ?? absent("ecs:UpdateService", "service");
      }),

    describeTaskDefinition: (taskDefinition, signal) =>
      call({ action: "ecs:DescribeTaskDefinition" }, signal, async () => {
        const command = new DescribeTaskDefinitionCommand({ taskDefinition, include: ["TAGS"] });
        return content("ecs:DescribeTaskDefinition", await client.send(command, abortOn(signal)));
      }),

    registerTaskDefinition: (input, signal) =>
      call({ action: "ecs:RegisterTaskDefinition" }, signal, async () => {
        const command = new RegisterTaskDefinitionCommand(input);
        return content(
          "ecs:RegisterTaskDefinition",
          await onceClient.send(command, abortOn(signal)),
        );
      }),

    listTaskDefinitions: (familyPrefix, limit, signal) =>
      call({ action: "ecs:ListTaskDefinitions" }, signal, async () => {
        const command = new ListTaskDefinitionsCommand({
          familyPrefix,
          status: "ACTIVE",
          sort: "DESC",
          maxResults: limit,
        });
        const answer = await client.send(command, abortOn(signal));
        return answer.taskDefinitionArns ?? [];
      }),

    listServiceDeployments: ({ cluster, service, createdAfter, status }, signal) =>
      call({ action: "ecs:ListServiceDeployments", cluster, service }, signal, () =>
        allPages(async (nextToken) => {
          const command = new ListServiceDeploymentsCommand({
            cluster,
            service,
            ...(createdAfter && { createdAt: { after: createdAfter } }),
            ...(status && { status }),
            nextToken,
          });
          const answer = await client.send(command, abortOn(signal));
          return { items: answer.serviceDeployments, nextToken: answer.nextToken };
        }),
      ),

    describeServiceDeployments: (serviceDeploymentArns, signal) =>
      call({ action: "ecs:DescribeServiceDeployments" }, signal, async () => {
        const command = new DescribeServiceDeploymentsCommand({
          serviceDeploymentArns: [...serviceDeploymentArns],
        });
        return (await client.send(command, abortOn(signal))).serviceDeployments ?? [];
      }),

    describeServiceRevisions: (serviceRevisionArns, signal) =>
      call({ action: "ecs:DescribeServiceRevisions" }, signal, async () => {
        const command = new DescribeServiceRevisionsCommand({
          serviceRevisionArns: [...serviceRevisionArns],
        });
        return (await client.send(command, abortOn(signal))).serviceRevisions ?? [];
      }),

    stopServiceDeployment: (serviceDeploymentArn, signal) =>
      call({ action: "ecs:StopServiceDeployment" }, signal, async () => {
        const command = new StopServiceDeploymentCommand({
          serviceDeploymentArn,
          stopType: "ROLLBACK",
        });
        await client.send(command, abortOn(signal));
      }),

    runTask: (request, signal) =>
      call({ action: "ecs:RunTask", cluster: request.cluster }, signal, async () => {
        // With a client token the same task is answered however often the request arrives.
        const sender = request.clientToken === undefined ? onceClient : client;
        const answer = await sender.send(new RunTaskCommand(request), abortOn(signal));
        return { tasks: answer.tasks ?? [], failures: answer.failures ?? [] };
      }),

    describeTasks: (cluster, tasks, signal) =>
      call({ action: "ecs:DescribeTasks", cluster }, signal, async () => {
        const command = new DescribeTasksCommand({ cluster, tasks: [...tasks] });
        const answer = await client.send(command, abortOn(signal));
        return { tasks: answer.tasks ?? [], failures: answer.failures ?? [] };
      }),

    listTasks: ({ cluster, startedBy, desiredStatus }, signal) =>
      call({ action: "ecs:ListTasks", cluster }, signal, () =>
        allPages(async (nextToken) => {
          const command = new ListTasksCommand({ cluster, startedBy, desiredStatus, nextToken });
          const answer = await client.send(command, abortOn(signal));
          return { items: answer.taskArns, nextToken: answer.nextToken };
        }),
      ),

    stopTask: (cluster, task, reason, signal) =>
      call({ action: "ecs:StopTask", cluster }, signal, async () => {
        await client.send(new StopTaskCommand({ cluster, task, reason }), abortOn(signal));
      }),
  };
}

/** One look for all calls: who aborts stops waiting for it, the others go on. */
function accountGuard(settings: AwsSettings): (signal?: AbortSignal) => Promise<void> {
  const listed = [...(settings.allowedAccountIds ?? []), ...(settings.forbiddenAccountIds ?? [])];
  if (listed.length === 0) return () => Promise.resolve();
  let checked: Promise<unknown> | undefined;
  return async (signal) => {
    checked ??= checkedCaller(createAwsStsApi(settings), settings).catch((error: unknown) => {
      checked = undefined;
      throw error;
    });
    try {
      await unlessAborted(checked, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw ecsError(error, { action: "sts:GetCallerIdentity" });
    }
  };
}

function abortOn(abortSignal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return abortSignal ? { abortSignal } : {};
}

function content(
  action: string,
  { taskDefinition, tags = [] }: Partial<TaskDefinitionContent>,
): TaskDefinitionContent {
  return { taskDefinition: taskDefinition ?? absent(action, "taskDefinition"), tags };
}

function absent(action: string, member: string): never {
  throw new EcsRefused(
    `${action} answered without \`${member}\`.`,
    "Check what answers at the endpoint: it does not speak ECS's protocol.",
  );
}
