import * as pulumi from "@pulumi/pulumi";

export interface TaskRunArgs {
  cluster: pulumi.Input<string>;
  /** The service whose network, launch type and platform version the task gets. */
  service: pulumi.Input<string>;
  taskDefinition: pulumi.Input<string>;
  /** The container whose exit code decides. */
  container: pulumi.Input<string>;
  command: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Instead of the service's. */
  network?: pulumi.Input<TaskNetworkArgs>;
  /** The command runs once for each commit. */
  commit: pulumi.Input<string>;
  /** Seconds; 1800 by default. */
  timeout?: pulumi.Input<number>;
}

export interface TaskNetworkArgs {
  subnets: pulumi.Input<readonly pulumi.Input<string>[]>;
  securityGroups?: pulumi.Input<readonly pulumi.Input<string>[]>;
  assignPublicIp?: pulumi.Input<boolean>;
}

/** A one-off task, e.g. a database migration: run, awaited, judged by its exit code. */
export class TaskRun extends pulumi.CustomResource {
  declare readonly taskArn: pulumi.Output<string>;
  declare readonly exitCode: pulumi.Output<number>;
  declare readonly reason: pulumi.Output<string>;
  /** Commits that it succeeded for, newest first. */
  declare readonly commits: pulumi.Output<string[]>;

  constructor(name: string, args: TaskRunArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = {
      taskArn: undefined,
      exitCode: undefined,
      reason: undefined,
      commits: undefined,
    };
    super("slipway:ecs:TaskRun", name, { ...args, ...outputs }, opts);
  }
}
