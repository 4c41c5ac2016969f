import type { EcsApi } from "../../targets/ecs/ecsApi";
import type { RecoveryTarget } from "../../contract/recoveryTarget";
import { revisionName } from "../../targets/ecs/taskDefinition/revisionName";
import type { ImageSettings } from "../../config/settings";
import type { ImageRegistry, RegistryImage } from "../../registry/imageRegistry";
import { nameWithin, repositoryOf } from "../../registry/reference";
import type { RolloutState } from "../workspace/stackState";
import type { RecoveryPlan } from "../recovery/planRecovery";

/** What the environment ran of an image before the release. */
export interface ImageBefore {
  readonly digest: string | undefined;
  /** Whether the tag certainly named it; otherwise it is a guess. */
  readonly sure: boolean;
}

/** The services that a recovery moves, and what the state remembers of all services. */
export interface RecoveredServices {
  readonly plan: RecoveryPlan;
  readonly state: readonly RolloutState[];
  /** By service: `family:n` that the release moved it to. */
  readonly to: ReadonlyMap<string, string | undefined>;
}

/**
 * The image that an environment ran before a release, where an earlier run of the same release had
 * moved its tag already. The services that are recovered remember it.
 * @param ours the release's own image, which the tag named before this run and names now
 * @returns undefined where the tag is right: no service leaves that image, or another one stays on it
 * @throws EcsError's and RegistryError's subclasses
 */
export async function imageBefore(
  { ecs, registry }: { readonly ecs: () => EcsApi; readonly registry: ImageRegistry },
  image: ImageSettings,
  ours: RegistryImage,
  { plan, state, to }: RecoveredServices,
  signal: AbortSignal,
): Promise<ImageBefore | undefined> {
  const leaving = Object.entries(plan.services).filter(
    // A forced deployment of the same revision does not leave its image.
    ([service, { taskDefinition }]) => revisionName(taskDefinition) !== to.get(service),
  );
  const isOurs = (digest = "") => digest === ours.digest || ours.manifests.includes(digest);
  const staying = state.filter(({ service }) => !leaving.some(([name]) => name === service));
  if (leaving.length === 0 || staying.flatMap(digestsOf).some(isOurs)) return undefined;
  const api = ecs();
  const found = await Promise.all(
    leaving.map(([, target]) => ranOf(api, registry, image, target, signal)),
  );
  const ran = found.flat();
  const digests = new Set(ran.map(({ digest }) => digest));
  if (ran.length === 0 || [...digests].some(isOurs)) return undefined;
  const [digest] = digests.size === 1 ? digests : [];
  return { digest, sure: digest !== undefined && ran.every(({ sure }) => sure) };
}

/** The digests that a service runs which is not recovered. */
function digestsOf({ history, taskDefinition }: RolloutState): string[] {
  const runs = history.find((entry) => entry.taskDefinition === taskDefinition);
  return Object.values(runs?.digests ?? {});
}

/** The images of a repository that a revision's containers ran, one for each container. */
async function ranOf(
  ecs: EcsApi,
  registry: ImageRegistry,
  { repositoryUrl, environmentTag }: ImageSettings,
  { taskDefinition: arn, digests }: RecoveryTarget,
  signal: AbortSignal,
): Promise<ImageBefore[]> {
  const { taskDefinition } = await ecs.describeTaskDefinition(arn, signal);
  const containers = (taskDefinition.containerDefinitions ?? []).filter(
    ({ name = "", image = "" }) =>
      repositoryOf(image) === repositoryUrl && (digests === undefined || name in digests),
  );
  return Promise.all(
    containers.map(async ({ name = "", image = "" }): Promise<ImageBefore> => {
      const [remembered] = digests?.[name] ?? [];
      const named = nameWithin(repositoryUrl, image) || "latest";
      const found =
        named === environmentTag ? undefined : await registry.find(repositoryUrl, named, signal);
      // ECS may have named one platform's manifest; the tag was on the index.
      const all = found ? [found.digest, ...found.manifests] : [];
      const sure = remembered !== undefined && all.includes(remembered);
      return { digest: sure ? found?.digest : (remembered ?? found?.digest), sure };
    }),
  );
}
