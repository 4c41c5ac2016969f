import type { Settings } from "../../config/settings";
import type { CheckedStep } from "./checkTargets";
import { commitsOf } from "./runsOneCommit";

/** The settings with the commit that the steps lead to, for the services of `reported` alone. */
export function settingsAfter(
  settings: Settings,
  steps: readonly CheckedStep[],
  reported: readonly CheckedStep[],
): Settings {
  const version = commitsOf(steps).join(",") || settings.commit.version;
  const names = reported.map(({ service }) => service);
  return {
    ...settings,
    commit: { ...settings.commit, sha: version, version, dirty: false },
    services: settings.services.filter(({ name }) => names.includes(name)),
  };
}
