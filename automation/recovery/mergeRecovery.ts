import type { RolloutEvent } from "../../contract/events";
import type { Outcome } from "../../contract/outcome";
import { revisionName } from "../../targets/ecs/taskDefinition/revisionName";
import { exitCodes, type ExitCode } from "../report/exitCodes";
import type { RestorePlan } from "./planRecovery";
import type {
  FailureReport,
  ReleaseReport,
  ServiceReport,
  TagReport,
} from "../report/releaseReport";
import { exitCodeOfRestore, type BroughtBack } from "./recoveryVerdict";
import { whereNow } from "../report/describeLocation";

/** A rollback that was carried out, as far as it got. */
export interface Restore {
  readonly plan: RestorePlan;
  /** By service. */
  readonly rollouts: ReadonlyMap<string, RolloutEvent>;
  readonly failures: readonly FailureReport[];
}

/** The report of a failed release with what came of bringing it back. */
export function withRestore(
  report: ReleaseReport,
  restore: Restore | undefined,
  imageTags: readonly TagReport[],
): ReleaseReport {
  const moved = imageTags.filter(({ result }) => result !== "unmoved");
  const tagsLeft = imageTags.some(({ result }) => result === "failed");
  const tagged = {
    ...report,
    exitCode: withTags(report.exitCode, tagsLeft),
    ...(moved.length > 0 && { imageTags: moved }),
  };
  if (!restore) return tagged;
  const { environment } = report;
  const services = report.services.map((service) => restored(service, restore, environment));
  const ended = services.map(({ service, detail, restored }): BroughtBack => ({
    outcome: detail ?? { kind: "not started" },
    ...(service in restore.plan.impossible
      ? { restored: "impossible" }
      : restored && { restored: restored.detail }),
  }));
  const left = services.filter(({ service }) => service in restore.plan.services);
  const interrupted = left.some(({ restored }) => restored?.detail.kind === "cancelled");
  return {
    ...tagged,
    services,
    exitCode: withTags(exitCodeOfRestore(ended), tagsLeft),
    failures: [...report.failures, ...restore.failures],
    leftRevisions: [...new Set(left.flatMap(({ to, from }) => (to && to !== from ? [to] : [])))],
    ...(interrupted && { rollbackInterrupted: true }),
  };
}

/** Back means the environment's tag, too: what is started from it would run the failed image. */
function withTags(exitCode: ExitCode, left: boolean): ExitCode {
  return left && exitCode === exitCodes.failedAndRolledBack
    ? exitCodes.failedNotRolledBack
    : exitCode;
}

function restored(
  service: ServiceReport,
  { plan, rollouts }: Restore,
  environment: string,
): ServiceReport {
  const target = plan.services[service.service];
  const impossible = plan.impossible[service.service];
  if (impossible !== undefined) {
    const { from, to, lastDeployed, detail } = service;
    const left = whereNow({ from, to, lastDeployed, detail });
    return { ...service, now: `${left}; no way back: ${impossible}` };
  }
  if (!target) return service;
  const event = rollouts.get(service.service);
  const detail = outcomeOf(event);
  const back = {
    to: revisionName(target.taskDefinition),
    outcome: detail.kind,
    detail,
    ...(event?.reason !== undefined && { reason: event.reason }),
    ...nextOf(event, detail, environment, revisionName(target.taskDefinition)),
    ...(event?.seconds !== undefined && { seconds: event.seconds }),
    ...(event?.evidence && { evidence: event.evidence }),
  };
  return { ...service, restored: back, now: whereNow({ ...service, restored: back }) };
}

/** Where nobody knows how the way back ended, a person has to look. */
function nextOf(
  event: RolloutEvent | undefined,
  { kind }: Outcome,
  environment: string,
  to: string,
): { next?: string } {
  if (event?.next !== undefined) return { next: event.next };
  if (kind !== "unknown") return {};
  const look = `slipway status ${environment} --watch`;
  return {
    next: `renew the credentials, then ${look}; where it does not run ${to}: slipway rollback ${environment} --to ${to}`,
  };
}

/** One that was begun and never heard of again may still be moving. */
function outcomeOf(event: RolloutEvent | undefined): Outcome {
  if (event === undefined || event.phase === "planned") return { kind: "not started" };
  return event.outcome ?? { kind: "unknown" };
}
