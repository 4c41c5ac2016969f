import { access, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import type { Parts } from "../part";
import type { Programs } from "../programs";
import type { SandboxPaths } from "../sandboxPaths";

export const registrySocket = (paths: SandboxPaths): string =>
  path.join(paths.run, "registry.sock");

/** The registry listens on a unix socket only: the emulated ECR is the one way in. */
export async function startRegistry(
  parts: Parts,
  paths: SandboxPaths,
  programs: Programs,
): Promise<void> {
  const socket = registrySocket(paths);
  const config = path.join(paths.run, "registry.yml");
  await writeFile(
    config,
    stringify({
      version: 0.1,
      log: { level: "warn" },
      storage: {
        filesystem: { rootdirectory: path.join(paths.storage, "registry") },
        delete: { enabled: true },
      },
      http: { net: "unix", addr: socket, relativeurls: true },
    }),
  );
  const registry = await parts.start({
    name: "registry",
    file: programs.need("registry"),
    args: ["serve", config],
    env: { OTEL_TRACES_EXPORTER: "none" },
  });
  await parts.untilReady(registry, 30_000, async () => {
    await access(socket);
    return true;
  });
}
