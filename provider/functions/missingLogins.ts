import type { Finding } from "../../contract/finding";
import { ecrHost } from "../../registry/ecr/ecrHost";
import { parseRepositoryUrl } from "../../registry/reference";
import type { Logins } from "../providerDependencies";

/**
 * Registries that Docker has no login for although they want one: the build would fail at its
 * push, minutes later.
 */
export async function missingLogins(
  { registry, docker }: Logins,
  repositoryUrls: readonly string[],
  signal: AbortSignal,
): Promise<Finding[]> {
  const hosts = new Set(repositoryUrls.map((url) => parseRepositoryUrl(url).registry));
  const found = await Promise.all(
    [...hosts].map(async (host) => {
      if (await docker(host, signal)) return [];
      // One that Slipway knows no login for either may want none.
      return (await registry(host, signal)) ? [loginMissing(host)] : [];
    }),
  );
  return found.flat();
}

function loginMissing(host: string): Finding {
  const region = ecrHost(host)?.region;
  const password = `aws ecr get-login-password${region === undefined ? "" : ` --region ${region}`}`;
  return {
    level: "error",
    code: "DOCKER_LOGIN_MISSING",
    message: `Docker has no login for ${host}, where the image is pushed to.`,
    remedy:
      `Log in: ${password} | docker login --username AWS --password-stdin ${host}. ` +
      "`slipway up` does without: it logs in by itself.",
  };
}
