import { canInstallPackages, installPackages } from "../support/apt.mjs";
import { PartMissing } from "../support/partMissing.mjs";
import { which } from "../support/program.mjs";
import { versionOf } from "../support/version.mjs";

/** jq, for the script that Slipway is measured against. */
export const jq = {
  name: "jq",
  keys: ["jq"],
  optional: "the comparison with the shell script",

  async get() {
    const fresh = which("jq") === undefined;
    if (fresh) {
      if (!canInstallPackages()) {
        throw new PartMissing("not found", "Install jq with this system's package manager.");
      }
      await installPackages("jq");
    }
    const path = which("jq");
    const version = path && (await versionOf(path, "--version"));
    if (!version) throw new PartMissing(`${path ?? "jq"} does not run`, "Install jq again.");
    const how = fresh ? "downloaded" : "found";
    return { how, fresh, version, entries: { jq: { path, version, how } } };
  },
};
