import type { Settings } from "../../config/settings";
import type { ImageCopyEvent } from "../../contract/events";
import type { EngineFacts } from "./engineFacts";
import type { CopyReport, ImageReport } from "./releaseReport";

/** What became of one image, and of its copies in this environment's repository and its mirrors. */
export function imageReport(
  image: Settings["images"][number],
  { images, copies }: Pick<EngineFacts, "images" | "copies">,
): ImageReport {
  const seen = images.get(image.name);
  const own = [image.repositoryUrl, ...image.mirrors.map(({ repositoryUrl }) => repositoryUrl)];
  const found = own.flatMap((repository) => copies.get(repository) ?? []);
  return {
    name: image.name,
    action: seen?.action,
    reference: seen?.reference ?? `${image.repositoryUrl}:${image.tag}`,
    digest: seen?.digest,
    environmentTag: image.environmentTag,
    ...(found.length > 0 && { copies: found.map(copyReport) }),
  };
}

function copyReport({ type: _, phase, total: __, ...copy }: ImageCopyEvent): CopyReport {
  return { ...copy, copied: phase === "ended" };
}
