import type { DeployedRevision } from "../../contract/deployedRevision";
import type { Deployment, Service } from "@aws-sdk/client-ecs";
import { isSuccess, outcomeLabel } from "../../contract/outcome";
import type { RolloutProgress, RolloutResult } from "../../targets/rollout";
import { SlipwayError } from "../../support/errors";
import { known, UNKNOWN } from "../properties";
import type { Context, Done, Live, Old, Resource } from "../resource";
import type { ProviderDependencies } from "../providerDependencies";
import { failureText } from "./failureText";
import { leaveBehind, remember } from "./history";
import { isRebuilt, needsRollout } from "./needsRollout";
import { rolloutInputs, type RolloutInputs, type RolloutOutputs } from "./rolloutInputs";

export class RolloutNotStarted extends SlipwayError {
  readonly code = "ROLLOUT_NOT_STARTED";
  readonly ends = "preflightRefused";
}

/** Moves a service to a revision and waits until ECS says how it ended. */
export class ServiceRollout implements Resource<RolloutInputs, RolloutOutputs> {
  readonly inputs = rolloutInputs;
  readonly secrets = [];
  readonly outputs = [
    "taskDefinition",
    "revision",
    "from",
    "outcome",
    "reason",
    "deploymentId",
    "runningDigests",
    "seconds",
    "history",
  ] as const satisfies (keyof RolloutOutputs)[];
  readonly refreshBeforeUpdate = true;

  constructor(
    private readonly services: Pick<ProviderDependencies, "reader" | "rollouts" | "clock">,
  ) {}

  diff(old: Old<RolloutInputs, RolloutOutputs>, news: Partial<RolloutInputs>) {
    return needsRollout(old, news);
  }

  async preview(
    news: Partial<RolloutInputs>,
    { log, signal }: Context,
    old?: Old<RolloutInputs, RolloutOutputs>,
  ): Promise<Partial<RolloutOutputs>> {
    const { cluster, service, taskDefinition } = news;
    if (cluster === undefined || service === undefined) return {};
    const found = await this.services.reader.read(cluster, service, signal);
    const from = revisionOf(primary(found)?.taskDefinition ?? old?.outputs.taskDefinition);
    const to = revisionOf(taskDefinition);
    const here = to !== undefined && to === from && !(old && isRebuilt(old, news));
    log.event({
      type: "rollout",
      service,
      phase: "planned",
      to,
      ...(from !== undefined && { from }),
      ...(here && isSteady(primary(found)) && { outcome: { kind: "unchanged" } }),
    });
    return known({
      from: from ?? UNKNOWN,
      revision: to ?? UNKNOWN,
      taskDefinition: taskDefinition ?? UNKNOWN,
    });
  }

  async create(news: RolloutInputs, context: Context) {
    const done = await this.roll(news, context);
    return { ...done, id: `${news.cluster}/${news.service}` };
  }

  update(
    news: RolloutInputs,
    context: Context,
    old: Old<RolloutInputs, RolloutOutputs>,
  ): Promise<Done<RolloutOutputs>> {
    return this.roll(news, context, old);
  }

  /** What the service runs now; unhealthy until a rollout of ours has ended well. */
  async read(
    { signal }: Context,
    old: Old<RolloutInputs, RolloutOutputs>,
  ): Promise<Live<RolloutInputs, RolloutOutputs> | undefined> {
    const inputs = { ...old.inputs };
    delete inputs.replaces;
    const { cluster, service } = inputs;
    if (cluster === undefined || service === undefined) return undefined;
    const found = await this.services.reader.read(cluster, service, signal);
    if (!found || found.status === "INACTIVE") return undefined;
    const live = primary(found);
    const taskDefinition = live?.taskDefinition ?? found.taskDefinition ?? "";
    const { outcome, reason } = old.outputs;
    return {
      inputs: { ...inputs, taskDefinition },
      outputs: {
        ...old.outputs,
        rolloutState: live?.rolloutState === "COMPLETED" ? undefined : live?.rolloutState,
      },
      ...(outcome &&
        !isSuccess(outcome) && {
          failures: [
            `The last rollout of ${service} ended as ${outcomeLabel(outcome)}. ${reason ?? ""}`.trim(),
          ],
        }),
    };
  }

  private async roll(
    news: RolloutInputs,
    { log, signal }: Context,
    old?: Old<RolloutInputs, RolloutOutputs>,
  ): Promise<Done<RolloutOutputs>> {
    const { cluster, service, taskDefinition, digests, noProgress, timeout, force } = news;
    const { failEarly, replaces } = news;
    const request = {
      cluster,
      service,
      taskDefinition,
      limits: { noProgress, timeout },
      force: force !== undefined && force !== old?.inputs.force,
      ...(digests && { digests }),
      ...(failEarly !== undefined && { failEarly }),
      ...(replaces !== undefined && { replaces }),
    };
    const onProgress = (progress: RolloutProgress) => {
      const { phase, from, to, deploymentId, counts, status, failing } = progress;
      const common = { type: "rollout", service, phase, to, deploymentId, status } as const;
      const known = { ...(from !== undefined && { from }), ...(failing && { failing }) };
      log.event({ ...common, ...counts, ...known });
      log.status(status);
    };
    const result = await this.services.rollouts.roll(request, onProgress, signal);
    log.event({ type: "rollout", service, phase: "ended", ...withoutDigests(result) });
    if (result.outcome.kind === "not started") {
      // Nothing was touched: what state says of the service still holds.
      throw new RolloutNotStarted(`${service} was not moved. ${result.reason}`);
    }
    const outputs = this.outputsOf(news, result, old?.outputs);
    if (isSuccess(result.outcome)) return { outputs };
    return { outputs, failures: [failureText(service, result)] };
  }

  private outputsOf(
    news: RolloutInputs,
    result: RolloutResult,
    old: Partial<RolloutOutputs> = {},
  ): RolloutOutputs {
    const { outcome, reason, from, deploymentId = "", digests } = result;
    const revision = leftOn(result);
    const taskDefinition = withRevision(news.taskDefinition, revision);
    const at = new Date(this.services.clock.now()).toISOString();
    const commit = news.commit ?? "";
    const deployed: DeployedRevision = { taskDefinition, revision, commit, digests, at };
    // ECS may have gone back from the deployment that is undone before.
    const left = news.replaces?.id === old.deploymentId ? old.revision : from;
    const history =
      news.replaces !== undefined && isSuccess(outcome)
        ? leaveBehind(old.history ?? [], taskDefinition, left)
        : (old.history ?? []);
    return {
      taskDefinition,
      revision,
      from: from ?? "",
      outcome,
      reason,
      deploymentId,
      runningDigests: digests,
      seconds: result.seconds,
      history: isSuccess(outcome) ? remember(history, deployed) : history,
    };
  }
}

function primary(service: Service | undefined): Deployment | undefined {
  return service?.deployments?.find((deployment) => deployment.status === "PRIMARY");
}

/** Without `rolloutState` (a Classic load balancer) a lone deployment counts. */
function isSteady(deployment: Deployment | undefined): boolean {
  return deployment !== undefined && (deployment.rolloutState ?? "COMPLETED") === "COMPLETED";
}

/** `family:n` of an ARN. */
function revisionOf(taskDefinition: string | undefined): string | undefined {
  return taskDefinition === UNKNOWN ? undefined : taskDefinition?.split("/").at(-1);
}

/** `family:n` that the service runs, or is going to, after this outcome. */
function leftOn({ outcome, from, to, lastDeployed }: RolloutResult): string {
  switch (outcome.kind) {
    case "rolled back":
      return outcome.to ?? lastDeployed ?? from ?? to;
    case "superseded":
      return outcome.revision ?? to;
    default:
      return to;
  }
}

/** The same kind of reference (ARN or `family:n`) to another revision. */
function withRevision(taskDefinition: string, revision: string): string {
  return taskDefinition.slice(0, taskDefinition.lastIndexOf("/") + 1) + revision;
}

function withoutDigests({ digests: _digests, from, counts, ...result }: RolloutResult) {
  return { ...result, ...counts, ...(from !== undefined && { from }) };
}
