import { parseImageReference } from "../../../registry/reference";
import { stackFile, type Context } from "../../context";
import type { ImageOptions } from "../../schema/image";

/** An image as it was asked for, before its parts are checked. */
export interface AskedImage {
  readonly name: string;
  /** `slipway:images.web`, or `slipway:image` in the short form. */
  readonly path: string;
  readonly repositoryUrl: string;
  /** How a problem names the repository: `REPOSITORY_URL`, `slipway:repositoryUrl`. */
  readonly urlPath: string;
  readonly urlOrigin: string;
  readonly options: ImageOptions;
}

/** The images of either form, the short one for one image and the map of several. */
export function askedImages(context: Context): AskedImage[] {
  const { config, run, problems, origins } = context;
  const { images, image, repositoryUrl } = config.slipway;
  const given = run.repositoryUrl;
  if (!images) {
    if (config.broken.has("slipway:images")) return [];
    const url = given?.value ?? repositoryUrl;
    if (url === undefined) {
      if (run.empty.has("repositoryUrl") || config.broken.has("slipway:repositoryUrl")) return [];
      problems.push({
        path: "REPOSITORY_URL",
        message: "is not set, and no image is configured.",
        remedy: `Set REPOSITORY_URL, or slipway:repositoryUrl in ${stackFile(context)}.`,
      });
      return [];
    }
    const urlOrigin = given?.origin ?? origins.stackKey("slipway:repositoryUrl");
    const urlPath = given?.path ?? "slipway:repositoryUrl";
    const name = parseImageReference(url)?.repository.split("/").at(-1) ?? "image";
    const options = image ?? {};
    return [{ name, path: "slipway:image", repositoryUrl: url, urlPath, urlOrigin, options }];
  }
  const entries = Object.entries(images);
  if (image !== undefined || repositoryUrl !== undefined) {
    problems.push({
      path: "slipway:images",
      message: "is there together with repositoryUrl or image, the short form for one image.",
      remedy: "Keep one of the two forms.",
    });
  }
  if (entries.length === 0) {
    problems.push({
      path: "slipway:images",
      message: "names no image.",
      remedy: "Name one, or take the setting out.",
    });
  }
  if (given && entries.length > 1) {
    problems.push({
      path: given.path,
      message: `names one repository, but there are the images ${Object.keys(images).join(", ")}.`,
      remedy: "Unset it: each image has its own repositoryUrl.",
    });
  }
  return entries.flatMap(([name, { repositoryUrl: own, ...options }]) => {
    const path = `slipway:images.${name}`;
    const urlPath = `${path}.repositoryUrl`;
    if (given && entries.length === 1) {
      const { value, origin: urlOrigin } = given;
      return [{ name, path, repositoryUrl: value, urlPath: given.path, urlOrigin, options }];
    }
    if (own === undefined) {
      problems.push({ path: urlPath, message: "is missing.", remedy: "Write host[:port]/path." });
      return [];
    }
    const urlOrigin = origins.stackKey(urlPath);
    return [{ name, path, repositoryUrl: own, urlPath, urlOrigin, options }];
  });
}
