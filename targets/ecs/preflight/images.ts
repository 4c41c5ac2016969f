import { RepositoryNotFound } from "../../../registry/errors";
import type { ImageRegistry, RegistryImage } from "../../../registry/imageRegistry";
import { parseImageReference } from "../../../registry/reference";
import { platformOf } from "../taskDefinition/platform";
import { revisionName } from "../taskDefinition/revisionName";
import type { RevisionPlan } from "../taskDefinition/revisions";
import type { Finding } from "../../../contract/finding";
import { notChecked } from "./finding";

type Looked = { image: RegistryImage | undefined } | { error: unknown };

/**
 * Images that are to be released as they are: there, and for what their services run on. And the
 * images that run now: without them there is no way back.
 * @param existing references of images that are not built
 */
export async function imageFindings(
  registry: Pick<ImageRegistry, "find">,
  plans: readonly RevisionPlan[],
  existing: readonly string[],
  signal?: AbortSignal,
): Promise<Finding[]> {
  const wanted = plans.flatMap((plan) =>
    Object.keys(plan.containers).filter((reference) => existing.includes(reference)),
  );
  const running = plans.flatMap(runningImages);
  const references = [...new Set([...wanted, ...running])];
  const answers = await Promise.all(
    references.map(async (reference): Promise<readonly [string, Looked]> => {
      try {
        return [reference, { image: await find(registry, reference, signal) }];
      } catch (error) {
        signal?.throwIfAborted();
        return [reference, error instanceof RepositoryNotFound ? { image: undefined } : { error }];
      }
    }),
  );
  const looked = new Map(answers);
  const notes = answers.flatMap(([reference, answer]) =>
    "error" in answer ? [notChecked(`The image ${reference} was not looked up`, answer.error)] : [],
  );
  const found = (reference: string) => {
    const answer = looked.get(reference);
    return answer && "image" in answer ? answer : undefined;
  };
  return [
    ...notes,
    ...plans.flatMap((plan) => [
      ...Object.keys(plan.containers).flatMap((reference) => {
        const answer = existing.includes(reference) ? found(reference) : undefined;
        return answer ? wantedFindings(plan, reference, answer.image) : [];
      }),
      ...runningImages(plan).flatMap((reference) => {
        const answer = wanted.includes(reference) ? undefined : found(reference);
        return answer && !answer.image ? [noWayBack(plan, reference)] : [];
      }),
    ]),
  ];
}

/**
 * Of the containers that get another image: only those would have to go back. In registries that
 * the release works with anyway: another one may want a login that nobody has here. Before a first
 * release there is no release to go back to, and a placeholder may be from anywhere.
 */
function runningImages({ containers, from, to, first }: RevisionPlan): string[] {
  if (first) return [];
  const registries = new Set(Object.keys(containers).map(registryOf));
  const chosen = Object.values(containers).flat();
  const images = chosen.flatMap((name) => {
    const image = from.images[name];
    const goes = image !== undefined && image !== to.images[name];
    return goes && registries.has(registryOf(image)) ? [image] : [];
  });
  return [...new Set(images)];
}

function registryOf(image: string): string | undefined {
  return parseImageReference(image)?.registry;
}

function find(
  registry: Pick<ImageRegistry, "find">,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<RegistryImage | undefined> {
  const parsed = parseImageReference(reference);
  if (!parsed) return Promise.resolve(undefined);
  const { registry: host, repository, tag = "latest", digest = tag } = parsed;
  return registry.find(`${host}/${repository}`, digest, signal);
}

function wantedFindings(
  { service, input }: RevisionPlan,
  reference: string,
  image: RegistryImage | undefined,
): Finding[] {
  if (!image) {
    return [
      {
        level: "error",
        code: "IMAGE_NOT_FOUND",
        service,
        message: `There is no image ${reference}.`,
        remedy: "Build and push it first, or name another.",
      },
    ];
  }
  const [platform] = platformOf(input);
  const { platforms } = image;
  if (platform === undefined || platforms.length === 0 || platforms.some(fits(platform))) return [];
  return [
    {
      level: "error",
      code: "IMAGE_ARCHITECTURE",
      service,
      message: `The image ${reference} is for ${platforms.join(", ")}; the service runs on ${platform}.`,
      remedy:
        "Build it for that platform (`platforms`), or change `runtimePlatform` in the task definition to start from.",
    },
  ];
}

function fits(platform: string): (other: string) => boolean {
  return (other) => other === platform || other.startsWith(`${platform}/`);
}

function noWayBack({ service, from }: RevisionPlan, reference: string): Finding {
  const revision = revisionName(from.taskDefinitionArn);
  return {
    level: "warning",
    code: "ROLLBACK_IMAGE_MISSING",
    service,
    message: `The image ${reference} that ${revision} runs is not in its registry: a rollback to ${revision} could start no task.`,
    remedy: "Push it again, or keep images for longer in the repository's lifecycle rules.",
  };
}
