import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { messageOf } from "../../support/errors";
import { SandboxFailed } from "../errors";
import type { Parts } from "../part";
import type { Programs } from "../programs";
import { closedNetwork } from "./closedNetwork";
import { answeringEngine, type Engine } from "./engine";
import type { CompleteSandboxOptions } from "../sandboxOptions";
import type { SandboxPaths } from "../sandboxPaths";
import type { Environment } from "../../support/environment";

const run = promisify(execFile);

export const builderName = (id: string): string => `slipway-${id}`;

/**
 * A BuildKit for the sandbox: a daemon of its own where the toolchain has one and may start it, else a builder in a
 * container of the engine, which shares the machine's network so that it reaches the registry.
 * @param engine resolves when it answers
 * @returns the builder's name; undefined where none is wanted, or none is there and that is well
 */
export async function startBuilder(
  parts: Parts,
  paths: SandboxPaths,
  programs: Programs,
  env: Environment,
  { builder, buildNetwork }: CompleteSandboxOptions,
  engine: Promise<Engine | undefined>,
): Promise<string | undefined> {
  if (builder === false) return undefined;
  const name = builderName(paths.id);
  const own = programs.find("buildkitd") !== undefined && process.getuid?.() === 0;
  if (own) {
    const address = await startBuildkit(parts, paths, programs, env, buildNetwork);
    await buildx(programs, paths, env, ["create", "--name", name, "--driver", "remote", address]);
  } else {
    const dockerHost = (await engine)?.host ?? (await answeringEngine(env));
    if (dockerHost === undefined && builder === "if there") return undefined;
    if (dockerHost === undefined) {
      throw new SandboxFailed(
        "Images can't be built here: there is neither BuildKit nor a Docker engine.",
        "Start Docker, or run `npm run setup` as root.",
      );
    }
    if (buildNetwork === "none") {
      throw new SandboxFailed(
        "RUN steps can be kept from the network only by a BuildKit that the sandbox starts itself.",
        "Run `npm run setup` as root on Linux, or leave --build-network as it is.",
      );
    }
    const create = ["create", "--name", name, "--driver", "docker-container"];
    await buildx(programs, paths, { ...env, DOCKER_HOST: dockerHost }, [
      ...create,
      ...["--driver-opt", "network=host", "--bootstrap"],
    ]);
  }
  return name;
}

async function startBuildkit(
  parts: Parts,
  paths: SandboxPaths,
  programs: Programs,
  env: Environment,
  network: "host" | "none",
): Promise<string> {
  const address = `unix://${path.join(paths.run, "buildkitd.sock")}`;
  const daemon = await parts.start({
    name: "buildkitd",
    file: programs.need("buildkitd"),
    args: [
      ...["--root", path.join(paths.storage, "buildkit")],
      ...["--addr", address],
      ...["--otel-socket-path", path.join(paths.run, "otel.sock")],
      ...["--containerd-worker=false", "--oci-worker-binary", programs.need("runc")],
      ...(network === "none" ? await closedNetwork(paths) : ["--oci-worker-net", "host"]),
    ],
    env: { ...env, PATH: `${env.PATH ?? ""}:/usr/sbin:/sbin` },
  });
  const buildctl = programs.need("buildctl");
  await parts.untilReady(daemon, 60_000, async () => {
    await run(buildctl, ["--addr", address, "debug", "workers"], { timeout: 5000 });
    return true;
  });
  return address;
}

async function buildx(
  programs: Programs,
  paths: SandboxPaths,
  env: Environment,
  args: string[],
): Promise<void> {
  await mkdir(paths.buildx, { recursive: true, mode: 0o700 });
  const buildxEnv = { ...env, BUILDX_CONFIG: paths.buildx, DOCKER_CONFIG: paths.dockerConfig };
  try {
    await run(programs.need("buildx"), args, { env: buildxEnv });
  } catch (cause) {
    throw new SandboxFailed(`The builder can't be set up: ${messageOf(cause)}`, undefined, {
      cause,
    });
  }
}
