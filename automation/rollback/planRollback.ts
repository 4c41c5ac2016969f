import type { DeployedRevision } from "../../contract/deployedRevision";
import { revisionName } from "../../targets/ecs/taskDefinition/revisionName";
import { exact, isRevision } from "./rollbackTarget";
import { NothingToRollBack, RollbackUnclear } from "../errors";
import type { RolloutState } from "../workspace/stackState";

/** A service as it is before a rollback. */
export interface RunningService {
  readonly service: string;
  /** ARN of what it runs; undefined where the cluster has no such service. */
  readonly taskDefinition?: string;
  /** `ecs-svc/…` of its newest deployment. */
  readonly deploymentId?: string;
  /** What keeps its newest deployment from being through. */
  readonly newest?: "moving" | "failed";
  readonly state?: RolloutState;
}

/** Where a service is to go back to. */
export interface RollbackStep {
  readonly service: string;
  readonly state: RolloutState;
  readonly from: string;
  readonly to: DeployedRevision;
  readonly replaces?: string;
  /** It runs that already: nothing will be sent. */
  readonly there: boolean;
}

/**
 * Where each service goes back to: the commit or revision that was asked for, else what was
 * deployed last before that which runs. What a rollback has left is never gone back to, unless
 * asked for.
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
  const wanted = services.map((service) => ({ service, entry: exact(service.state, to) }));
  // A revision is of one family; the services of others have nothing to do with it.
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
      `The cluster has no service ${service} that could go back.`,
      "Leave it out: --service names those that shall.",
    );
  }
  if (state === undefined || state.history.length === 0) {
    throw new NothingToRollBack(
      `Nothing is known that ${service} ran before: it was never released to ${environment}.`,
      `Release the commit to go back to: slipway up ${environment} --commit <sha>`,
    );
  }
  return { ...one, taskDefinition, state };
}

/** What was deployed before that which runs; the newest of all where that was no release. */
function before(environment: string, { service, taskDefinition, state }: KnownService) {
  const { history } = state;
  const now = history.findIndex((entry) => entry.taskDefinition === taskDefinition);
  const older = history
    .slice(now + 1)
    .find((entry) => !entry.rolledBack && entry.taskDefinition !== taskDefinition);
  if (older) return older;
  throw new NothingToRollBack(
    `${service} runs ${revisionName(taskDefinition)}, and nothing is known that was deployed before.`,
    `Name where to: slipway rollback ${environment} --to <commit|family:n>, or release a commit: slipway up ${environment} --commit <sha>`,
  );
}

/** "The release before this one" needs one that runs. */
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
    ["The services don't run one release, so there is none before it:", ...lines].join("\n"),
    `Say where to: slipway rollback ${environment} --to <commit>, or for which services: --service <names>. ${inCommon(services)}`,
  );
}

function neverRan(environment: string, to: string, services: readonly KnownService[]) {
  const names = services.map(({ service }) => service).join(", ");
  return new NothingToRollBack(
    `No release of ${to} that was deployed is remembered of ${names}. One that failed is nothing to go back to.`,
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
  // What is on its way there is followed to its end, not undone.
  const undone = !(same && newest === "moving") && deploymentId !== undefined;
  const replaces = undone ? { replaces: deploymentId } : {};
  const there = same && newest === undefined;
  return { service, state, from: revisionName(taskDefinition), to, ...replaces, there };
}
