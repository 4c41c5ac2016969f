import type { Evidence } from "../../../contract/evidence";

interface Hint {
  /** In reasons, events and log lines. */
  seen: RegExp;
  hint: string;
}

/**
 * Texts of AWS's troubleshooting pages (stopped task errors, service event messages) and what they
 * call for. Only the first of each list counts, as later ones are wider.
 */
const imagePull: readonly Hint[] = [
  {
    seen: /does not contain descriptor matching platform|no matching manifest|no match for platform/i,
    hint: "The image is not there for the task's CPU architecture: build it for that (`platforms`), or change the task definition's runtimePlatform.",
  },
  {
    seen: /CannotPull.*(?:403|denied|no basic auth|unauthori[sz]ed|not authorized)/i,
    hint: "The image may not be pulled: the task's execution role needs ECR's pull permissions, and the repository's policy must allow it.",
  },
  {
    seen: /CannotPull.*(?:i\/o timeout|deadline exceeded|connection refused|no such host)/i,
    hint: "The registry can't be reached from the task's subnets: they need a NAT gateway, a public address or VPC endpoints for ECR and S3.",
  },
  {
    seen: /CannotPull.*(?:not found|manifest unknown|does not exist|NotFound)/i,
    hint: "The image does not exist: look whether this tag or digest was pushed to that repository, or removed by a lifecycle rule.",
  },
];

const initialization: readonly Hint[] = [
  {
    seen: /log group does not exist|specified log group|failed to (?:create|initialize).*log/i,
    hint: "The log group of the container's logConfiguration does not exist: create it, or set `awslogs-create-group` and allow logs:CreateLogGroup to the execution role.",
  },
  {
    seen: /secret.*(?:AccessDenied|not authorized)|(?:AccessDenied|not authorized).*(?:secretsmanager|ssm|kms)/i,
    hint: "A secret may not be read: the execution role needs secretsmanager:GetSecretValue or ssm:GetParameters on it, and kms:Decrypt on its key.",
  },
  {
    seen: /can't find the specified secret|secret.*ResourceNotFound|ResourceNotFound.*secret|invalid (?:ssm )?parameters|ParameterNotFound/i,
    hint: "A secret or parameter that the task definition names does not exist: check the ARNs under `secrets`, and their region.",
  },
  {
    seen: /unable to pull secrets or registry auth/i,
    hint: "The task can't reach what it needs to start: its subnets need a way to Secrets Manager, SSM and ECR (NAT gateway or VPC endpoints).",
  },
];

const running: readonly Hint[] = [
  {
    seen: /exec format error/i,
    hint: "The image is built for another CPU architecture than the task runs on: build it for the service's (`platforms`).",
  },
  {
    seen: /OutOfMemory/i,
    hint: "A container was killed for its memory: raise `memory` in the task definition, or let the application use less.",
  },
  {
    seen: /executable file not found|CannotStartContainerError.*no such file/i,
    hint: "The container's command is not in the image: check `entryPoint` and `command` in the task definition, and the image's own.",
  },
];

const health: readonly Hint[] = [
  {
    seen: /failed (?:container|ELB) health checks|is unhealthy in \(/i,
    hint: "Tasks run but are not healthy: check the health check's path, port and codes, and whether healthCheckGracePeriodSeconds leaves time to start.",
  },
];

const capacity: readonly Hint[] = [
  {
    seen: /limit on the number of (?:tasks|vCPUs)/i,
    hint: "The account's Fargate quota is used up: ask for more vCPUs in Service Quotas, or stop what is not needed.",
  },
  {
    seen: /unable to stop or start tasks during a deployment/i,
    hint: "minimumHealthyPercent and maximumPercent leave no room to replace a task: lower the one or raise the other.",
  },
  {
    seen: /no container instance met all|insufficient (?:CPU|memory)|Capacity is unavailable|capacity limit was exceeded|RESOURCE:/i,
    hint: "There is no room for the new tasks: add container instances or capacity, or make the tasks smaller.",
  },
];

const kinds = [imagePull, initialization, running, health, capacity];

/** What to do, for the reasons that are known; several may hold. */
export function hintsFor(evidence: Omit<Evidence, "hints">): string[] {
  const { stoppedTasks, events, statusReason = "", capacity: noRoom, logs } = evidence;
  const lines = logs && "lines" in logs ? logs.lines : [];
  const reasons = stoppedTasks.map(({ reason }) => reason);
  const texts = [...reasons, statusReason, ...events, ...noRoom, ...lines];
  return kinds.flatMap((hints) => {
    const first = hints.find(({ seen }) => texts.some((text) => seen.test(text)));
    return first ? [first.hint] : [];
  });
}
