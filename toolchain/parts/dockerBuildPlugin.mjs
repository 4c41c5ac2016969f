import { copyFileSync, existsSync, linkSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { downloadArchive } from "../support/download.mjs";
import { makeFolderAtomically } from "../support/files.mjs";
import { obtain } from "../support/obtain.mjs";
import { architecture, system } from "../support/platform.mjs";

// The SDK in node_modules and the plugin are one version.
const lockFile = new URL("../../package-lock.json", import.meta.url);
const { version } = JSON.parse(readFileSync(lockFile, "utf8")).packages[
  "node_modules/@pulumi/docker-build"
];
const program = "pulumi-resource-docker-build";
const plugin = `resource-docker-build-v${version}`;

/** The plugin that builds and pushes images, in a PULUMI_HOME of its own: on PATH the engine would warn about it each time. */
export const dockerBuildPlugin = {
  name: "docker-build",
  keys: ["dockerBuildPlugin", "pulumiHome"],

  async get(context) {
    const home = join(context.cache, "pulumi-home");
    const placed = join(home, "plugins", plugin);
    const path = join(placed, program);
    const result = existsSync(path)
      ? { how: "found", fresh: false }
      : await place(context, placed, join(homedir(), ".pulumi", "plugins", plugin, program));
    return {
      how: result.how,
      fresh: result.fresh,
      version,
      entries: {
        dockerBuildPlugin: { path, version, how: result.how },
        pulumiHome: { path: home, version, how: result.how },
      },
    };
  },
};

async function place(context, placed, ofTheUser) {
  if (existsSync(ofTheUser)) {
    await copyInto(placed, ofTheUser);
    return { how: "found", fresh: true };
  }
  const { folder, how, fresh } = await obtain(context, {
    name: program,
    version,
    programs: [program],
    download: (into) =>
      downloadArchive(
        `https://get.pulumi.com/releases/plugins/${program}-v${version}-${system}-${architecture}.tar.gz`,
        into,
      ),
    builds: [
      {
        module: "docker-build",
        packages: [`github.com/pulumi/pulumi-docker-build/provider/cmd/${program}`],
        ldflags: `-X github.com/pulumi/pulumi-docker-build/provider.Version=${version}`,
      },
    ],
  });
  await copyInto(placed, join(folder, program));
  return { how, fresh };
}

function copyInto(placed, file) {
  return makeFolderAtomically(placed, (folder) => {
    try {
      linkSync(file, join(folder, program));
    } catch {
      // On another disk.
      copyFileSync(file, join(folder, program));
    }
  });
}
