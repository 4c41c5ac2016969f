import type { Context } from "../context";

/** Variables to set in the containers; only Slipway sets the version's own. */
export function resolveEnvironment(context: Context, versionVariable: string) {
  const { config, origins, problems } = context;
  const environment = config.slipway.environment ?? {};
  for (const [name, value] of Object.entries(environment)) {
    origins.addSetting(`environment.${name}`, value);
  }
  if (Object.hasOwn(environment, versionVariable)) {
    problems.push({
      path: `slipway:environment.${versionVariable}`,
      message: "is the variable that gets the commit.",
      remedy: "Take it out, or choose another versionVariable.",
    });
  }
  return environment;
}
