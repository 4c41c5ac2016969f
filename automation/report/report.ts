import type { Settings } from "../../config/settings";
import type { ImageCopyEvent } from "../../contract/events";
import { isSuccess, type Outcome } from "../../contract/outcome";
import { exitCodes, type ExitCode } from "./exitCodes";
import type { EngineResult } from "../workspace/workspace";
import { exitCodeOfFailure } from "./errorExitCode";
import type { ReleaseMonitor } from "../release/releaseMonitor";
import type {
  CopyReport,
  ImageReport,
  ReleaseReport,
  ServiceReport,
  TaskReport,
} from "./releaseReport";
import { exitCodeOfOutcomes } from "./releaseVerdict";
import { whereNow } from "./describeLocation";

type Command = ReleaseReport["command"];

/** What came of a release (or of a plan for one), from what was seen of it. */
export function releaseReport(
  command: Command,
  settings: Settings,
  monitor: ReleaseMonitor,
  result: EngineResult,
): ReleaseReport {
  const { sha, version, dirty } = settings.commit;
  const services = settings.services.map(({ name }) => serviceReport(name, monitor, command));
  const failures = monitor.failures.map(({ type: _, ...failure }) => failure);
  const untold = services.every(
    ({ detail }) => !detail || (!result.cancelled && isSuccess(detail)),
  );
  if (!result.succeeded && failures.length === 0 && untold) {
    const cut = `The ${command === "build" ? "build" : "release"} was cancelled; no service was touched.`;
    const said = result.message ?? "Pulumi failed without a word.";
    failures.push({ message: result.cancelled ? cut : said });
  }
  return {
    command,
    environment: settings.stack,
    cluster: settings.cluster,
    commit: { sha, version, dirty },
    exitCode: exitCode(command, settings, monitor, result, services),
    nothingToDo: result.succeeded && nothingToDo(command, settings, monitor),
    images: settings.images.map((image) => imageReport(image, monitor)),
    ...(monitor.task && { task: taskReport(monitor.task) }),
    services: command === "build" ? [] : services,
    warnings: [...monitor.warnings, ...(result.cancelled ? goesOn(settings, monitor) : [])],
    failures,
  };
}

/** A one-off task that a cancelled release leaves behind, and how to end it. */
function goesOn({ cluster }: Settings, { task }: ReleaseMonitor): string[] {
  if (task?.taskArn === undefined || task.phase === "ended" || task.phase === "waiting") return [];
  const stop = `aws ecs stop-task --cluster ${cluster} --task ${task.taskArn}`;
  return [
    `The one-off task of ${task.service} goes on in ECS. The next release waits for its end. To end it now: ${stop}`,
  ];
}

function exitCode(
  command: Command,
  settings: Settings,
  { failures }: ReleaseMonitor,
  result: EngineResult,
  services: readonly ServiceReport[],
): ExitCode {
  const outcomes = services.map((s): Outcome => s.detail ?? { kind: "not started" });
  // A rollback has no way back of its own: what failed is left where it is.
  const onFailure = command === "rollback" ? "stop" : settings.rollout.onFailure;
  const judged = moves(command) ? exitCodeOfOutcomes(outcomes, onFailure) : undefined;
  if (judged !== undefined && judged !== exitCodes.success) return judged;
  if (result.succeeded) return exitCodes.success;
  if (result.cancelled) return exitCodes.cancelled;
  // The other codes say that no service was touched.
  if (outcomes.some(({ kind }) => kind === "deployed")) return exitCodes.unexpected;
  const codes = failures.map(({ code, type }) => exitCodeOfFailure(code, type));
  return codes.find((code) => code !== exitCodes.unexpected) ?? exitCodes.unexpected;
}

function serviceReport(name: string, monitor: ReleaseMonitor, command: Command): ServiceReport {
  const revision = monitor.revisions.get(name);
  const rollout = monitor.rollouts.get(name);
  const detail = moves(command) ? outcomeOf(rollout) : undefined;
  const before = revision?.from.images ?? {};
  const from = rollout?.from ?? revision?.from.revision;
  const lastDeployed = rollout?.lastDeployed;
  const to = rollout?.to ?? revision?.to.revision;
  return {
    ...{ service: name, from, to },
    ...(lastDeployed !== undefined && { lastDeployed }),
    action: revision?.action ?? (rollout?.outcome?.kind === "unchanged" ? "unchanged" : undefined),
    images: Object.entries(revision?.to.images ?? {})
      .map(([container, to]) => ({ container, from: before[container], to }))
      .filter(({ from, to }) => from !== to),
    variables: revision?.variables ?? [],
    ...(detail && { outcome: detail.kind, detail }),
    deploymentId: rollout?.deploymentId,
    reason: rollout?.reason,
    next: rollout?.next,
    evidence: rollout?.evidence,
    seconds: rollout?.seconds,
    ...(moves(command) && { now: whereNow({ from, to, lastDeployed, detail }) }),
  };
}

function moves(command: Command): boolean {
  return command === "up" || command === "rollback";
}

/** A rollout that began and was never heard of again may still be moving. */
function outcomeOf(rollout: ReturnType<ReleaseMonitor["rollouts"]["get"]>): Outcome | undefined {
  if (rollout === undefined || rollout.phase === "planned") return undefined;
  return rollout.outcome ?? { kind: "unknown" };
}

function imageReport(
  image: Settings["images"][number],
  { images, copies }: ReleaseMonitor,
): ImageReport {
  const seen = images.get(image.name);
  const own = [image.repositoryUrl, ...image.mirrors.map(({ repositoryUrl }) => repositoryUrl)];
  const ways = own.flatMap((repository) => copies.get(repository) ?? []);
  return {
    name: image.name,
    action: seen?.action,
    reference: seen?.reference ?? `${image.repositoryUrl}:${image.tag}`,
    digest: seen?.digest,
    environmentTag: image.environmentTag,
    ...(ways.length > 0 && { copies: ways.map(copyReport) }),
  };
}

function copyReport({ type: _, phase, total: __, ...copy }: ImageCopyEvent): CopyReport {
  return { ...copy, copied: phase === "ended" };
}

function taskReport({ type: _, phase, ...task }: NonNullable<ReleaseMonitor["task"]>): TaskReport {
  return { ...task, ended: phase === "ended" };
}

function nothingToDo(command: Command, { services }: Settings, monitor: ReleaseMonitor): boolean {
  const built = [...monitor.images.values()].some((image) => image.action === "build");
  const copied = [...monitor.copies.values()].some(({ manifests = 0 }) => manifests > 0);
  if (built || copied || monitor.tagMoves) return false;
  return command === "build" || services.every(({ name }) => stays(name, monitor));
}

/** Whether a service keeps the revision that it runs. */
function stays(name: string, monitor: ReleaseMonitor): boolean {
  const action = monitor.revisions.get(name)?.action;
  const rollout = monitor.rollouts.get(name);
  if (action !== undefined && action !== "unchanged") return false;
  if (rollout?.outcome?.kind === "unchanged") return true;
  return action === "unchanged" && (rollout === undefined || rollout.from === rollout.to);
}
