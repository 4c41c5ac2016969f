import type { RolloutEvent } from "../../ecs/events";
import type { Outcome } from "../../ecs/rollout/outcome";
import { revisionName } from "../../ecs/taskDefinition/revisionName";
import type { RestorePlan } from "./planRestore";
import type { FailureReport, ReleaseReport, ServiceReport, TagReport } from "./releaseReport";
import { exitCodeOfRestore, type BroughtBack } from "./restoreVerdict";
import { whereNow } from "./whereNow";

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
  const tagged = { ...report, ...(moved.length > 0 && { imageTags: moved }) };
  if (!restore) return tagged;
  const services = report.services.map((service) => restored(service, restore));
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
    exitCode: exitCodeOfRestore(ended),
    failures: [...report.failures, ...restore.failures],
    leftRevisions: [...new Set(left.flatMap(({ to, from }) => (to && to !== from ? [to] : [])))],
    ...(interrupted && { rollbackInterrupted: true }),
  };
}

function restored(service: ServiceReport, { plan, rollouts }: Restore): ServiceReport {
  const target = plan.services[service.service];
  const impossible = plan.impossible[service.service];
  if (impossible !== undefined) {
    const { from, to, detail } = service;
    return { ...service, now: `${whereNow({ from, to, detail })}; no way back: ${impossible}` };
  }
  if (!target) return service;
  const event = rollouts.get(service.service);
  const detail = outcomeOf(event);
  const back = {
    to: revisionName(target.taskDefinition),
    outcome: detail.kind,
    detail,
    ...(event?.reason !== undefined && { reason: event.reason }),
    ...(event?.next !== undefined && { next: event.next }),
    ...(event?.seconds !== undefined && { seconds: event.seconds }),
    ...(event?.evidence && { evidence: event.evidence }),
  };
  return { ...service, restored: back, now: whereNow({ ...service, restored: back }) };
}

/** One that was begun and never heard of again may still be moving. */
function outcomeOf(event: RolloutEvent | undefined): Outcome {
  if (event === undefined || event.phase === "planned") return { kind: "not started" };
  return event.outcome ?? { kind: "unknown" };
}
