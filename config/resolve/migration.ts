import type { Context } from "../context";
import { defaults } from "../defaults";
import type { MigrationSettings } from "../settings";
import type { ResolvedServices } from "./services";

/**
 * The one-off task before the rollouts.
 * @returns undefined also where the run does not release the migration's service
 */
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
