import { dirname, join } from "node:path";
import { downloadArchive } from "../support/download.mjs";
import { obtain } from "../support/obtain.mjs";
import { system } from "../support/platform.mjs";
import { which } from "../support/program.mjs";
import { isCompatible, versionOf } from "../support/version.mjs";

const version = "3.245.0";
// In bin/, where the Automation API looks for an engine that it is given the root of.
const programs = ["bin/pulumi", "bin/pulumi-language-nodejs"];

/** The Pulumi engine and its language host for Node. */
export const pulumi = {
  name: "pulumi",
  keys: ["pulumi", "pulumiLanguageNodejs"],

  async get(context) {
    const onPath = await find();
    if (onPath) return onPath;
    const { folder, how, fresh } = await obtain(context, {
      name: "pulumi",
      version,
      programs,
      download: (into) =>
        downloadArchive(
          `https://get.pulumi.com/releases/sdk/pulumi-v${version}-${system}-${process.arch}.tar.gz`,
          into,
          { strip: 1, folder: "bin" },
        ),
      builds: [
        {
          module: "pulumi",
          folder: "bin",
          packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
          // Without its version the Automation API refuses the engine.
          ldflags: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`,
        },
        {
          module: "pulumi-language-nodejs",
          folder: "bin",
          packages: ["github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"],
        },
      ],
    });
    return { how, fresh, version, entries: entries(folder, version, how) };
  },
};

async function find() {
  const path = which("pulumi");
  const host = path && which("pulumi-language-nodejs", `${dirname(path)}:${process.env.PATH}`);
  if (!host) return undefined;
  const found = await versionOf(path, "version");
  if (!found || !isCompatible(found, version)) return undefined;
  return {
    how: "found",
    version: found,
    entries: {
      pulumi: { path, version: found, how: "found" },
      pulumiLanguageNodejs: { path: host, version: found, how: "found" },
    },
  };
}

function entries(folder, version, how) {
  const [engine, host] = programs.map((program) => join(folder, program));
  return {
    pulumi: { path: engine, version, how },
    // Built from the newest module that holds it, which is older than the engine.
    pulumiLanguageNodejs: { path: host, version: how === "built" ? "3.59.0" : version, how },
  };
}
