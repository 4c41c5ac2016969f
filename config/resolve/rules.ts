import type { Context } from "../context";
import { defaults } from "../defaults";
import type { ResolvedServices } from "./services";
import type { MigrationSettings, RolloutSettings } from "../settings";

/** Variables to set; the version's own is set by Slipway alone. */
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

export function resolveVersionVariable({ config, origins }: Context): string {
  const { versionVariable } = config.slipway;
  origins.addSetting("versionVariable", versionVariable, defaults.versionVariable);
  return versionVariable ?? defaults.versionVariable;
}

/** @returns undefined also where the run is for other services than that of the migration */
export function resolveMigration(
  context: Context,
  { services, configured }: ResolvedServices,
): MigrationSettings | undefined {
  const { config, origins, problems, warnings } = context;
  const { migration } = config.slipway;
  if (!migration) return undefined;
  const { timeout = defaults.migrationTimeout, ...others } = migration;
  if (services.length > 0 && !services.some(({ name }) => name === migration.service)) {
    if (configured.includes(migration.service)) {
      warnings.push(`No migration: ${migration.service} is not part of this release.`);
      return undefined;
    }
    problems.push({
      path: "slipway:migration.service",
      message: `names the service "${migration.service}", which is not part of this release.`,
      remedy:
        "Name one of the services, or release that one too. A run may leave it out where slipway:services has it.",
    });
  }
  for (const [key, value] of Object.entries(others)) {
    origins.addSetting(`migration.${key}`, value);
  }
  origins.addSetting("migration.timeout", migration.timeout, timeout);
  return { ...others, timeout };
}

export function resolveRollout({ config, origins }: Context): RolloutSettings {
  const { rollout = {} } = config.slipway;
  const keys = ["noProgress", "timeout", "failEarly", "onFailure", "onCancel"] as const;
  for (const key of keys) origins.addSetting(`rollout.${key}`, rollout[key], defaults[key]);
  return {
    noProgress: rollout.noProgress ?? defaults.noProgress,
    timeout: rollout.timeout ?? defaults.timeout,
    failEarly: rollout.failEarly ?? defaults.failEarly,
    onFailure: rollout.onFailure ?? defaults.onFailure,
    onCancel: rollout.onCancel ?? defaults.onCancel,
  };
}
