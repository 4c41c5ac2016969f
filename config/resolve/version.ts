import type { Context } from "../context";
import { defaults } from "../defaults";

/** The variable that gets the commit. */
export function resolveVersionVariable({ config, origins }: Context): string {
  const { versionVariable } = config.slipway;
  origins.addSetting("versionVariable", versionVariable, defaults.versionVariable);
  return versionVariable ?? defaults.versionVariable;
}
