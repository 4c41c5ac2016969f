import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { repositoryOf } from "../../../registry/reference";
import { SlipwayError } from "../../../support/errors";
import type { ImageChange } from "./change";

export class ContainerNotChosen extends SlipwayError {
  readonly code = "CONTAINER_NOT_CHOSEN";
  readonly ends = "preflightRefused";
}

/**
 * The names of the containers that get the image: those that the settings name, else those that
 * run an image of its repository, else the only container there is. Never by position.
 * @throws ContainerNotChosen listing what was found
 */
export function chooseContainers(
  containers: readonly ContainerDefinition[],
  change: Pick<ImageChange, "repositoryUrl" | "containers">,
): string[] {
  const names = containers.map((container) => container.name ?? "");
  if (change.containers) {
    const missing = change.containers.filter((name) => !names.includes(name));
    if (change.containers.length > 0 && missing.length === 0) return [...change.containers];
    throw new ContainerNotChosen(
      `No container is called ${quoted(missing)}. ${found(containers)}`,
      "Correct `containers` of this service in the settings.",
    );
  }
  const wanted = repositoryOf(change.repositoryUrl);
  const byRepository = containers.filter(
    ({ image }) => image !== undefined && wanted !== undefined && repositoryOf(image) === wanted,
  );
  if (byRepository.length > 0) return byRepository.map((container) => container.name ?? "");
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return [only];
  throw new ContainerNotChosen(
    `No container runs an image of ${change.repositoryUrl}. ${found(containers)}`,
    "Name the containers of this service in the settings (`containers`).",
  );
}

/**
 * Image → containers, for every image of a release.
 * @throws ContainerNotChosen also when two images choose the same container
 */
export function chooseForImages(
  containers: readonly ContainerDefinition[],
  images: readonly ImageChange[],
): Map<ImageChange, string[]> {
  const chosen = new Map(images.map((image) => [image, chooseContainers(containers, image)]));
  const owner = new Map<string, ImageChange>();
  for (const [image, names] of chosen) {
    for (const name of names) {
      const other = owner.get(name);
      if (other) {
        throw new ContainerNotChosen(
          `Both ${other.repositoryUrl} and ${image.repositoryUrl} choose the container "${name}". ${found(containers)}`,
          "Name the containers of each image in the settings (`containers`).",
        );
      }
      owner.set(name, image);
    }
  }
  return chosen;
}

function found(containers: readonly ContainerDefinition[]): string {
  const list = containers.map(({ name, image }) => `${name ?? "?"} (${image ?? "no image"})`);
  return list.length > 0 ? `Found: ${list.join(", ")}.` : "The task definition has no container.";
}

function quoted(names: readonly string[]): string {
  return names.length > 0 ? names.map((name) => `"${name}"`).join(" or ") : '""';
}
