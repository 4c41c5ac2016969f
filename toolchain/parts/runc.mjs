import { isRoot, system } from "../support/platform.mjs";
import { canInstallPackages, installPackages } from "../support/apt.mjs";
import { PartMissing } from "../support/partMissing.mjs";
import { which } from "../support/program.mjs";
import { versionOf } from "../support/version.mjs";

/** runc, which buildkitd runs build steps with. Not needed where Docker's engine runs BuildKit. */
export const runc = {
  name: "runc",
  keys: ["runc"],

  async get() {
    if (system !== "linux" || !isRoot) return { how: "not needed", version: "", entries: {} };
    const fresh = which("runc") === undefined;
    if (fresh) {
      if (!canInstallPackages()) {
        throw new PartMissing("not found", "Install runc with this system's package manager.");
      }
      await installPackages("runc");
    }
    const path = which("runc");
    const version = path && (await versionOf(path, "--version"));
    if (!version) throw new PartMissing(`${path ?? "runc"} does not run`, "Install runc again.");
    const how = fresh ? "downloaded" : "found";
    return { how, fresh, version, entries: { runc: { path, version, how } } };
  },
};
