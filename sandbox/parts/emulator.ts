import path from "node:path";
import { z } from "zod";
import { checkout, program } from "../../support/checkout";
import type { Parts } from "../part";
import type { Programs } from "../programs";
import type { CompleteSandboxOptions } from "../sandboxOptions";
import type { SandboxPaths } from "../sandboxPaths";
import { registrySocket } from "./registry";
import type { Environment } from "../../support/environment";

const greeting = z.object({
  endpoint: z.string(),
  registryHost: z.string(),
  /** AWS calls have to be signed with this key. */
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  /** The control endpoint wants it. */
  token: z.string(),
});

/** Where the emulated AWS and its ECR listen, and what lets a caller in. */
export type EmulatorAddress = z.infer<typeof greeting>;

/** The network of the sandbox's tasks. */
export const networkName = (id: string): string => `slipway-${id}`;

export async function startEmulator(
  parts: Parts,
  paths: SandboxPaths,
  programs: Programs,
  env: Environment,
  options: CompleteSandboxOptions,
  dockerHost: string | undefined,
): Promise<EmulatorAddress> {
  const emulator = await parts.start({
    name: "emulator",
    file: process.execPath,
    args: [
      ...program("emulator"),
      ...["--time-scale", String(options.timeScale)],
      ...["--account", options.account, "--region", options.region],
      ...["--registry-socket", registrySocket(paths), "--exit-with-parent"],
      ...(dockerHost === undefined
        ? []
        : [
            ...["--docker-host", dockerHost, "--docker-network", networkName(paths.id)],
            ...["--sandbox", paths.id, "--pause-binary", programs.need("busybox")],
            ...["--log-folder", path.join(paths.logs, "containers")],
            ...(options.allowPrivileged ? ["--allow-privileged"] : []),
            ...options.allowHostFolders.flatMap((folder) => ["--allow-host-folder", folder]),
          ]),
    ],
    env,
    cwd: checkout,
    speaks: true,
  });
  const line = await emulator.firstLine;
  try {
    return greeting.parse(JSON.parse(line));
  } catch {
    throw await parts.failure(emulator, "did not say where it listens");
  }
}
