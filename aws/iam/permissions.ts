/** An action of IAM that Slipway needs, and what for. */
export interface Permission {
  readonly action: string;
  /** `read`: in both policies; `release`: in that one only. */
  readonly policy: "read" | "release";
  readonly on: Place;
  readonly condition?: Condition;
  /** What it is called for. */
  readonly why: string;
  /** What happens without it, where a release goes on. */
  readonly without?: string;
  /** Only those who use this feature need it. */
  readonly only?: string;
}

type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

const of = (service: string, resource: string) => `arn:aws:${service}:REGION:ACCOUNT:${resource}`;

/** As AWS's service authorization reference has the resources of these actions. */
const places = {
  any: "*",
  service: of("ecs", "service/CLUSTER/*"),
  serviceDeployment: of("ecs", "service-deployment/CLUSTER/*/*"),
  serviceRevision: of("ecs", "service-revision/CLUSTER/*/*"),
  task: of("ecs", "task/CLUSTER/*"),
  taskDefinition: of("ecs", "task-definition/*:*"),
  repository: of("ecr", "repository/REPOSITORY"),
  logGroup: of("logs", "log-group:*"),
  logStream: of("logs", "log-group:LOG-GROUP:log-stream:*"),
  secret: of("secretsmanager", "secret:SECRETS-OF-THE-TASKS"),
  parameter: of("ssm", "parameter/PARAMETERS-OF-THE-TASKS"),
  alarm: of("cloudwatch", "alarm:*"),
  topic: of("sns", "TOPIC"),
  roles: "arn:aws:iam::ACCOUNT:role/ROLES-OF-THE-TASKS",
  otherRole: "arn:aws:iam::OTHER-ACCOUNT:role/ROLE",
} as const;
type Place = keyof typeof places;

const inCluster: Condition = {
  ArnEquals: { "ecs:cluster": of("ecs", "cluster/CLUSTER") },
};

export function resourceOf({ on }: Permission): string {
  return places[on];
}

/** Every action, in the order of the page. */
export const permissions: readonly Permission[] = [
  {
    action: "ecs:DescribeServices",
    policy: "read",
    on: "service",
    why: "what the services run, and how a rollout goes",
  },
  {
    action: "ecs:DescribeTaskDefinition",
    policy: "read",
    on: "any",
    why: "the revision to copy",
  },
  {
    action: "ecs:ListTaskDefinitions",
    policy: "read",
    on: "any",
    why: "newer revisions of the family",
  },
  {
    action: "ecs:ListTasks",
    policy: "read",
    on: "any",
    condition: inCluster,
    why: "tasks of a deployment, one-off tasks of earlier runs",
  },
  {
    action: "ecs:DescribeTasks",
    policy: "read",
    on: "task",
    why: "why a task stopped, which digest it runs, how a one-off task ended",
  },
  {
    action: "ecs:DescribeServiceRevisions",
    policy: "read",
    on: "serviceRevision",
    why: "the digests that ECS resolved",
    without: "digests are read from the tasks",
  },
  {
    action: "ecs:ListServiceDeployments",
    policy: "release",
    on: "service",
    why: "the deployment that a rollout began",
    without: "the verdict goes by the service's `deployments`",
  },
  {
    action: "ecs:DescribeServiceDeployments",
    policy: "release",
    on: "serviceDeployment",
    why: "how it goes, and why ECS rolled it back",
    without: "the verdict goes by the service's `deployments`",
  },
  {
    action: "ecr:GetAuthorizationToken",
    policy: "read",
    on: "any",
    why: "the login of the registry",
  },
  {
    action: "ecr:BatchGetImage",
    policy: "read",
    on: "repository",
    why: "whether a tag is there, and what it names",
  },
  {
    action: "ecr:GetDownloadUrlForLayer",
    policy: "read",
    on: "repository",
    why: "an image's platform, where it is no index; layers that a promotion copies",
  },
  {
    action: "ecr:BatchCheckLayerAvailability",
    policy: "read",
    on: "repository",
    why: "which layers are there already",
  },
  {
    action: "ecr:DescribeRepositories",
    policy: "read",
    on: "repository",
    why: "whether tags may move",
    without: "a tag counts as one that may move; set `environmentTag: false` where it may not",
  },
  {
    action: "logs:DescribeLogGroups",
    policy: "read",
    on: "logGroup",
    why: "whether the tasks' log groups are there",
    without: "that is not checked beforehand",
  },
  {
    action: "iam:GetRole",
    policy: "read",
    on: "roles",
    why: "whether the tasks' roles are there",
    without: "that is not checked beforehand",
    only: "task definitions with roles",
  },
  {
    action: "secretsmanager:DescribeSecret",
    policy: "read",
    on: "secret",
    why: "whether the tasks' secrets are there; it gives no value",
    without: "that is not checked beforehand",
    only: "task definitions with secrets",
  },
  {
    action: "ssm:GetParameters",
    policy: "release",
    on: "parameter",
    why: "whether the tasks' parameters are there; secret ones are not decrypted, and no value is looked at",
    without: "that is not checked beforehand",
    only: "task definitions with parameters",
  },
  {
    action: "logs:GetLogEvents",
    policy: "release",
    on: "logStream",
    why: "the last lines of a container that failed, and of a one-off task",
    without: "the report says where the lines are",
  },
  {
    action: "cloudwatch:DescribeAlarms",
    policy: "read",
    on: "alarm",
    why: "alarms of the gates",
    only: "`gates` with `alarms`",
  },
  {
    action: "ecs:RegisterTaskDefinition",
    policy: "release",
    on: "any",
    why: "the new revision",
  },
  {
    action: "ecs:TagResource",
    policy: "release",
    on: "taskDefinition",
    condition: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
    why: "the revision's tags, which are copied",
    only: "task definitions with tags",
  },
  {
    action: "iam:PassRole",
    policy: "release",
    on: "roles",
    condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    why: "the task and execution roles of the revision",
    only: "task definitions with roles",
  },
  {
    action: "ecs:UpdateService",
    policy: "release",
    on: "service",
    why: "the rollout",
  },
  {
    action: "ecs:StopServiceDeployment",
    policy: "release",
    on: "serviceDeployment",
    why: "to stop a deployment with a rollback",
    without:
      "the service is moved back by another deployment; `failEarly` and `onCancel: rollback` stop nothing",
  },
  {
    action: "ecs:RunTask",
    policy: "release",
    on: "taskDefinition",
    condition: inCluster,
    why: "the one-off task",
    only: "`migration`",
  },
  {
    action: "ecs:StopTask",
    policy: "release",
    on: "task",
    why: "a one-off task whose time is up",
    only: "`migration`",
  },
  {
    action: "ecr:InitiateLayerUpload",
    policy: "release",
    on: "repository",
    why: "the push",
  },
  {
    action: "ecr:UploadLayerPart",
    policy: "release",
    on: "repository",
    why: "the push",
  },
  {
    action: "ecr:CompleteLayerUpload",
    policy: "release",
    on: "repository",
    why: "the push",
  },
  {
    action: "ecr:PutImage",
    policy: "release",
    on: "repository",
    why: "the push, and the tags",
  },
  {
    action: "sns:Publish",
    policy: "release",
    on: "topic",
    why: "notifications",
    without: "the recipient hears nothing, and a warning says so",
    only: "`notify` with `sns`",
  },
  {
    action: "sts:AssumeRole",
    policy: "read",
    on: "otherRole",
    why: "another account's role",
    only: "`aws:assumeRoles`",
  },
];
