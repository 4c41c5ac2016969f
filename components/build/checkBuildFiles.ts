import type * as pulumi from "@pulumi/pulumi";
import { existsSync } from "node:fs";
import path from "node:path";
import { refusal } from "../errors/refusal";
import type { BuildArgs } from "../releaseArgs";

/**
 * Looks for the files that a build starts from, so that a preview already names a missing one.
 * @param name of the image
 * @throws RunError
 */
export function checkBuildFiles(
  name: string,
  { context, dockerfile }: Pick<BuildArgs, "context" | "dockerfile">,
): void {
  const file = dockerfile ?? path.join(context, "Dockerfile");
  if (!existsSync(context)) throw missing(name, `folder ${path.resolve(context)}`, "context");
  if (existsSync(file)) return;
  throw missing(name, `Dockerfile ${path.resolve(file)}`, dockerfile ? "dockerfile" : "context");
}

function missing(name: string, what: string, setting: string): pulumi.RunError {
  return refusal(
    "SETTINGS_INVALID",
    `images.${name}: there is no ${what} to build it from. ` +
      `Correct \`${setting}\` of this image in the settings, or write what is missing.`,
  );
}
