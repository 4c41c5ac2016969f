import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { downloadProgram } from "../support/download.mjs";
import { obtain } from "../support/obtain.mjs";
import { architecture, system } from "../support/platform.mjs";
import { which } from "../support/program.mjs";
import { isCompatible, versionOf } from "../support/version.mjs";

const version = "0.35.0";
const oldest = "0.17.0";

// Where Docker's client looks for its plugins. A plugin runs as a program of its own, too.
const pluginFolders = [
  join(homedir(), ".docker/cli-plugins"),
  "/usr/local/lib/docker/cli-plugins",
  "/usr/local/libexec/docker/cli-plugins",
  "/usr/lib/docker/cli-plugins",
  "/usr/libexec/docker/cli-plugins",
  "/Applications/Docker.app/Contents/Resources/cli-plugins",
];

/** buildx: it makes builders known to the docker-build plugin, and tags images in a registry. */
export const buildx = {
  name: "buildx",
  keys: ["buildx"],

  async get(context) {
    const path = which("buildx") ?? which("docker-buildx", pluginFolders.join(delimiter));
    const found = path && (await versionOf(path, "version"));
    if (found && isCompatible(found, oldest)) {
      return {
        how: "found",
        version: found,
        entries: { buildx: { path, version: found, how: "found" } },
      };
    }
    const { folder, how, fresh } = await obtain(context, {
      name: "buildx",
      version,
      programs: ["buildx"],
      download: (into) =>
        downloadProgram(
          `https://github.com/docker/buildx/releases/download/v${version}/buildx-v${version}.${system}-${architecture}`,
          join(into, "buildx"),
        ),
      builds: [
        {
          module: "buildx",
          packages: ["github.com/docker/buildx/cmd/buildx"],
          ldflags: `-X github.com/docker/buildx/version.Version=v${version}`,
        },
      ],
    });
    return {
      how,
      fresh,
      version,
      entries: { buildx: { path: join(folder, "buildx"), version, how } },
    };
  },
};
