import { join } from "node:path";
import { downloadArchive } from "../support/download.mjs";
import { obtain } from "../support/obtain.mjs";
import { PartMissing } from "../support/partMissing.mjs";
import { architecture, isRoot, system } from "../support/platform.mjs";
import { which } from "../support/program.mjs";
import { isCompatible, versionOf } from "../support/version.mjs";
import { answeringEngine } from "./dockerEngine.mjs";

const version = "0.31.0";
const oldest = "0.20.0";
const programs = ["buildkitd", "buildctl"];

/**
 * BuildKit. Its daemon runs as root on Linux only; for everybody else Docker's engine runs it in a container (buildx's
 * driver `docker-container`), and there is nothing to get.
 */
export const buildkit = {
  name: "buildkit",
  keys: ["buildkitd", "buildctl", "builder"],

  async get(context) {
    if (system !== "linux" || !isRoot) {
      return inDocker(await answeringEngine());
    }
    const onPath = await find();
    if (onPath) return onPath;
    const { folder, how, fresh } = await obtain(context, {
      name: "buildkit",
      version,
      programs,
      download: (into) =>
        downloadArchive(
          `https://github.com/moby/buildkit/releases/download/v${version}/buildkit-v${version}.${system}-${architecture}.tar.gz`,
          into,
          { strip: 1 },
        ),
      builds: [
        {
          module: "buildkit",
          packages: programs.map((program) => `github.com/moby/buildkit/cmd/${program}`),
          ldflags: `-X github.com/moby/buildkit/version.Version=v${version}`,
        },
      ],
    });
    const [daemon, client] = programs.map((program) => join(folder, program));
    return { how, fresh, version, entries: entries(daemon, client, version, how) };
  },
};

function inDocker(engine) {
  if (!engine) {
    throw new PartMissing(
      "buildkitd runs only as root on Linux, and no Docker engine answers that could run it",
      "Start a Docker engine, or run this as root.",
    );
  }
  const builder = { driver: "docker-container", version: engine.version, how: "found" };
  return { how: "found", version: `in Docker ${engine.version}`, entries: { builder } };
}

async function find() {
  const [daemon, client] = programs.map((program) => which(program));
  const found = daemon && client && (await versionOf(daemon, "--version"));
  if (!found || !isCompatible(found, oldest)) return undefined;
  return { how: "found", version: found, entries: entries(daemon, client, found, "found") };
}

function entries(daemon, client, version, how) {
  return {
    buildkitd: { path: daemon, version, how },
    buildctl: { path: client, version, how },
    builder: { driver: "remote", version, how },
  };
}
