import type { DeployedRevision } from "../../contract/deployedRevision";
import { revisionName } from "../../targets/ecs/taskDefinition/revisionName";
import { isRevision, releaseNamed } from "./rollbackTarget";
import { NothingToRollBack, RollbackUnclear } from "./errors";
import type { RolloutState } from "../workspace/stackState";

/** A service as it is before a rollback. */
export interface RunningService {
  readonly service: string;
  /** ARN of what it runs; undefined where the cluster has no such service. */
  readonly taskDefinition?: string;
  /** `ecs-svc/…` of its newest deployment. */
  readonly deploymentId?: string;
  /** Why its newest deployment is not complete; absent where it is. */
  readonly newest?: "moving" | "failed";
  readonly state?: RolloutState;
}

/** Where a service rolls back to. */
export interface RollbackStep {
  readonly service: string;
  readonly state: RolloutState;
  readonly from: string;
  readonly to: DeployedRevision;
  readonly replaces?: string;
  /** The service runs that revision already: nothing will be sent. */
  readonly alreadyThere: boolean;
}

/**
 * Where each service rolls back to: the commit or revision that was asked for, else the release that
 * was deployed before the running one. A release that a rollback has left counts only when asked for.
 * @param to a commit (or its beginning), or `family:n`
 * @throws NothingToRollBack, RollbackUnclear
 */
export function planRollback(
  environment: string,
  running: readonly RunningService[],
  to: string | undefined,
): RollbackStep[] {
  const services = running.map((one) => known(environment, one));
  if (to === undefined) {
    refuseMixed(environment, services);
    return services.map((service) => stepOf(service, before(environment, service)));
  }
  const wanted = services.map((service) => ({ service, entry: releaseNamed(service.state, to) }));
  // A revision belongs to one family, so it concerns no service of another family.
  const concerned = isRevision(to) ? wanted.filter(({ entry }) => entry) : wanted;
  const without = concerned.filter(({ entry }) => !entry).map(({ service }) => service);
  if (concerned.length === 0 || without.length > 0) {
    throw neverRan(environment, to, without.length > 0 ? without : services);
  }
  return concerned.flatMap(({ service, entry }) => (entry ? [stepOf(service, entry)] : []));
}

interface KnownService extends RunningService {
  readonly taskDefinition: string;
  readonly state: RolloutState;
}

function known(environment: string, one: RunningService): KnownService {
  const { service, taskDefinition, state } = one;
  if (taskDefinition === undefined) {
    throw new NothingToRollBack(
      `The cluster has no service ${service} that could roll back.`,
      "Leave it out: --service names the services to roll back.",
    );
  }
  if (state === undefined || state.history.length === 0) {
    throw new NothingToRollBack(
      `No earlier release of ${service} is known: it was never released to ${environment}.`,
      `Release the commit that it should run: slipway up ${environment} --commit <sha>`,
    );
  }
  return { ...one, taskDefinition, state };
}

/** The release before the running one; the newest of all where the service runs no release. */
function before(environment: string, { service, taskDefinition, state }: KnownService) {
  const { history } = state;
  const now = history.findIndex((entry) => entry.taskDefinition === taskDefinition);
  const older = history
    .slice(now + 1)
    .find((entry) => !entry.rolledBack && entry.taskDefinition !== taskDefinition);
  if (older) return older;
  throw new NothingToRollBack(
    `${service} runs ${revisionName(taskDefinition)}, and no release before that is known.`,
    `Name the release: slipway rollback ${environment} --to <commit|family:n>, or release a commit: slipway up ${environment} --commit <sha>`,
  );
}

/** "The release before this one" needs a single release that runs. */
function refuseMixed(environment: string, services: readonly KnownService[]): void {
  const commits = services.map(({ state, taskDefinition }) => {
    const entry = state.history.find((one) => one.taskDefinition === taskDefinition);
    return entry?.commit ?? "";
  });
  if (new Set(commits).size <= 1) return;
  const lines = services.map(
    ({ service, taskDefinition }, n) =>
      `  ${service}: ${revisionName(taskDefinition)}, ${commits[n] || "no release of this environment"}`,
  );
  throw new RollbackUnclear(
    ["The services don't run one release, so no release is the one before:", ...lines].join("\n"),
    `Name the release: slipway rollback ${environment} --to <commit>, or the services: --service <name>. ${inCommon(services)}`,
  );
}

function neverRan(environment: string, to: string, services: readonly KnownService[]) {
  const names = services.map(({ service }) => service).join(", ");
  return new NothingToRollBack(
    `No deployed release of ${to} is remembered for ${names}. A release that failed is no target of a rollback.`,
    `${inCommon(services)} To release any other commit: slipway up ${environment} --commit <sha>`,
  );
}

function inCommon(services: readonly KnownService[]): string {
  const [first, ...others] = services.map(
    ({ state }) => new Set(state.history.flatMap(({ commit }) => commit || [])),
  );
  const common = [...(first ?? [])].filter((commit) => others.every((some) => some.has(commit)));
  return common.length > 0
    ? `Deployed before ${services.length === 1 ? "on it" : "on all of them"}: ${common.join(", ")}.`
    : "No commit was deployed on all of them.";
}

function stepOf(
  { service, taskDefinition, deploymentId, newest, state }: KnownService,
  to: DeployedRevision,
): RollbackStep {
  const same = to.taskDefinition === taskDefinition;
  // A deployment that is under way to this revision is followed to its end, not replaced.
  const replaces = same && newest === "moving" ? undefined : deploymentId;
  return {
    service,
    state,
    from: revisionName(taskDefinition),
    to,
    replaces,
    alreadyThere: same && newest === undefined,
  };
}
