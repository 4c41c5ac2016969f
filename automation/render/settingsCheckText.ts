import type { SettingsCheck } from "../report/settingsCheck";
import { code } from "./markdown";

/** A preview without AWS credentials. */
export function settingsCheckText(check: SettingsCheck): string {
  const { environment, cluster, services, commit } = check;
  return [
    `${environment}: the settings are in order, and nothing was read: ${check.reason}.`,
    ...(cluster === undefined ? [] : [`cluster: ${cluster}`]),
    ...(services === undefined ? [] : [`services: ${services.join(", ")}`]),
    ...(commit === undefined ? [] : [`commit: ${commit}`]),
    ...check.notChecked.map((name) => `not checked, as it is secret: ${name}`),
  ].join("\n");
}

export function settingsCheckMarkdown(check: SettingsCheck): string {
  const { environment, cluster, services, notChecked } = check;
  return [
    `### ${code(environment)}: the settings are in order, nothing was read`,
    `There is no plan to show: ${check.reason}.`,
    ...(cluster === undefined ? [] : [`Cluster: ${code(cluster)}`]),
    ...(services === undefined ? [] : [`Services: ${services.map(code).join(", ")}`]),
    ...(notChecked.length > 0
      ? [`Not checked, as they are secret: ${notChecked.map(code).join(", ")}`]
      : []),
  ].join("\n\n");
}
