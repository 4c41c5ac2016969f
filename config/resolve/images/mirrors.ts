import { parseRepositoryUrl, repositoryOf } from "../../../registry/reference";
import { RepositoryUrlInvalid } from "../../../registry/errors";
import type { AwsSettings } from "../../../contract/awsSettings";
import type { AskedImage } from "./askedImages";
import type { Context } from "../../context";
import { otherAws, withOtherAws } from "../otherAws";
import type { ImageOptions } from "../../schema/image";
import type { ImageSettings } from "../../settings";

type MirrorOption = NonNullable<ImageOptions["mirrors"]>[number];

/** The mirrors of an image; how their accounts are reached is not known yet. */
export function resolveMirrors(
  { problems }: Context,
  { path, repositoryUrl, options: { mirrors = [] } }: AskedImage,
): ImageSettings["mirrors"] {
  const resolved = mirrors.map((mirror) =>
    typeof mirror === "string" ? { repositoryUrl: mirror } : accountOf(mirror),
  );
  const seen = new Set([repositoryOf(repositoryUrl)]);
  resolved.forEach((mirror, position) => {
    const at = `${path}.mirrors[${position}]`;
    try {
      parseRepositoryUrl(mirror.repositoryUrl);
    } catch (error) {
      if (!(error instanceof RepositoryUrlInvalid)) throw error;
      problems.push({ path: at, message: error.message, remedy: error.remedy ?? "" });
      return;
    }
    const repository = repositoryOf(mirror.repositoryUrl);
    if (seen.has(repository)) {
      const message = `names ${mirror.repositoryUrl}, where the image is anyway.`;
      problems.push({ path: at, message, remedy: "Take it out." });
    }
    seen.add(repository);
  });
  return resolved;
}

function accountOf({ repositoryUrl, aws }: Exclude<MirrorOption, string>) {
  return { repositoryUrl, ...(aws && { aws: otherAws(aws) }) };
}

/** Completes the AWS settings of a mirror. */
export function withMirrorAccounts(image: ImageSettings, aws: AwsSettings): ImageSettings {
  return {
    ...image,
    mirrors: image.mirrors.map(({ repositoryUrl, aws: other }) => ({
      repositoryUrl,
      ...(other && { aws: withOtherAws(aws, other) }),
    })),
  };
}
