import { mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { SandboxFailed } from "../errors";
import type { Programs } from "../programs";
import type { SandboxPaths } from "../sandboxPaths";
import { writeJson } from "../sandboxState";

const answer = z.object({
  authorizationData: z.tuple([z.object({ authorizationToken: z.string() })]),
});

/**
 * Writes a Docker config that is logged in to the sandbox's registry, with `docker buildx` as a plugin. The login holds
 * as long as an ECR token: it is to be written anew within 12 hours.
 */
export async function writeDockerLogin(
  paths: SandboxPaths,
  programs: Programs,
  { endpoint, registryHost }: { endpoint: string; registryHost: string },
): Promise<void> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      // The emulator wants a signature to be there, as AWS does, and doesn't check it.
      authorization:
        "AWS4-HMAC-SHA256 Credential=sandbox/20260101/us-east-1/ecr/aws4_request, SignedHeaders=host, Signature=0",
      "x-amz-target": "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
    },
    body: "{}",
    signal: AbortSignal.timeout(10_000),
  });
  const parsed = answer.safeParse(await response.json());
  if (!parsed.success) {
    throw new SandboxFailed(`ECR gave no token: HTTP ${response.status} from ${endpoint}.`);
  }
  const auth = parsed.data.authorizationData[0].authorizationToken;
  const plugins = path.join(paths.dockerConfig, "cli-plugins");
  await mkdir(plugins, { recursive: true });
  const buildx = programs.find("buildx");
  if (buildx !== undefined) {
    const link = path.join(plugins, "docker-buildx");
    await rm(link, { force: true });
    await symlink(buildx, link);
  }
  await writeJson(path.join(paths.dockerConfig, "config.json"), {
    auths: { [registryHost]: { auth } },
  });
}
