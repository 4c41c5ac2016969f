import type { Settings } from "../../config/settings";
import type { EcsApi } from "../../targets/ecs/ecsApi";
import { repositoryOf } from "../../registry/reference";
import { exitCodes } from "../report/exitCodes";
import type { ImageReport, ReleaseReport, ServiceReport } from "../report/releaseReport";
import type { CheckedStep } from "./checkTargets";

/** What a rollback by these steps would do, as its report. Reads only. */
export async function previewRollback(
  ecs: EcsApi,
  settings: Settings,
  steps: readonly CheckedStep[],
  signal: AbortSignal,
): Promise<ReleaseReport> {
  const { sha, version } = settings.commit;
  const references = steps.flatMap(({ images }) => images);
  return {
    command: "rollback",
    environment: settings.stack,
    cluster: settings.cluster,
    commit: { sha, version, dirty: false },
    exitCode: exitCodes.success,
    nothingToDo: steps.length === 0,
    dryRun: true,
    images: settings.images.flatMap((image) => imageReport(image, references)),
    services: await Promise.all(steps.map((step) => serviceReport(ecs, step, signal))),
    warnings: [],
    failures: [],
  };
}

function imageReport(
  { name, repositoryUrl, environmentTag }: Settings["images"][number],
  references: readonly string[],
): ImageReport[] {
  const own = references.filter((reference) => repositoryOf(reference) === repositoryUrl);
  return [...new Set(own)].map((reference) => ({
    name,
    action: "existing",
    reference,
    environmentTag,
  }));
}

async function serviceReport(
  ecs: EcsApi,
  { service, state, from, to }: CheckedStep,
  signal: AbortSignal,
): Promise<ServiceReport> {
  const [now, then] = await Promise.all(
    [from, to.taskDefinition].map((revision) => imagesOf(ecs, revision, signal)),
  );
  return {
    service,
    from,
    to: to.revision,
    action: "reuse",
    variables: [],
    images: state.containers.flatMap((container) => {
      const [before, after] = [now?.get(container), then?.get(container)];
      return after === undefined || after === before
        ? []
        : [{ container, from: before, to: after }];
    }),
  };
}

/** @returns container → image */
async function imagesOf(
  ecs: EcsApi,
  revision: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const { taskDefinition } = await ecs.describeTaskDefinition(revision, signal);
  const containers = taskDefinition.containerDefinitions ?? [];
  return new Map(containers.map(({ name = "", image = "" }) => [name, image]));
}
