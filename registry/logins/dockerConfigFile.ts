import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Environment } from "../../support/environment";
import { messageOf } from "../../support/errors";
import { homeFolder } from "../../support/homeFolder";
import { DockerConfigInvalid } from "../errors";

const dockerConfigShape = z.looseObject({
  auths: z
    .record(
      z.string(),
      z.looseObject({
        auth: z.string().optional(),
        username: z.string().optional(),
        password: z.string().optional(),
        identitytoken: z.string().optional(),
      }),
    )
    .optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
  credsStore: z.string().optional(),
});

/** What Slipway knows of Docker's config.json; everything else in it is kept. */
export type DockerConfigFile = z.infer<typeof dockerConfigShape>;

/** Where Docker's config is: `DOCKER_CONFIG`, else `~/.docker`. */
export function dockerConfigDirectory(env: Environment): string {
  const named = env["DOCKER_CONFIG"];
  return named === undefined || named === "" ? join(homeFolder(env), ".docker") : named;
}

/**
 * The config.json of a directory; an empty one where there is none.
 * @throws DockerConfigInvalid
 */
export async function readDockerConfig(directory: string): Promise<DockerConfigFile> {
  const file = join(directory, "config.json");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw invalid(file, messageOf(error));
  }
  if (text.trim() === "") return {};
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold a password.
    throw invalid(file, "it is not JSON");
  }
  const parsed = dockerConfigShape.safeParse(json);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map((issue) => issue.path.join("."));
  throw invalid(file, `of ${paths.join(", ")}`);
}

function invalid(file: string, why: string): DockerConfigInvalid {
  return new DockerConfigInvalid(
    `Docker's config ${file} can't be read: ${why}.`,
    "Mend the file, or point DOCKER_CONFIG at another folder.",
  );
}
