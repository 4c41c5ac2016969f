import { join } from "node:path";
import { downloadArchive } from "../support/download.mjs";
import { obtain } from "../support/obtain.mjs";
import { architecture, system } from "../support/platform.mjs";

const version = "3.1.2";

/** The registry that the sandbox's ECR keeps its images in: always this one, since its behaviour is part of what the tests say. */
export const registry = {
  name: "registry",
  keys: ["registry"],

  async get(context) {
    const { folder, how, fresh } = await obtain(context, {
      name: "registry",
      version,
      programs: ["registry"],
      download: (into) =>
        downloadArchive(
          `https://github.com/distribution/distribution/releases/download/v${version}/registry_${version}_${system}_${architecture}.tar.gz`,
          into,
        ),
      builds: [
        {
          module: "registry",
          packages: ["github.com/distribution/distribution/v3/cmd/registry"],
          ldflags: `-X github.com/distribution/distribution/v3/version.version=v${version}`,
        },
      ],
    });
    return {
      how,
      fresh,
      version,
      entries: { registry: { path: join(folder, "registry"), version, how } },
    };
  },
};
