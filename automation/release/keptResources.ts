import type { ReadSettings } from "../../config/settings";
import { isSameCluster } from "../../targets/ecs/clusterName";
import type { ServiceResource, StackState } from "../workspace/stackState";

/** The part of an environment's state that a run leaves as it is. */
export interface KeptResources {
  /** Services that were released to the environment before, and are not part of this run. */
  readonly services: readonly string[];
  /** URNs of everything that the state has of them; what these depend on stays with them. */
  readonly urns: readonly string[];
}

/**
 * Resources that stay in the state though this run's program does not declare them: Pulumi would
 * drop them and what they remember. A service that the stack's configuration no longer names is
 * dropped. Where the configuration names no services, only the runs' variables do; it is not known
 * which services are still there, so all stay.
 * @param migrates whether the run's program declares the migration, where there is one
 */
export function keptResources(
  { rollouts, revisions, tasks }: StackState,
  { settings, configuredServices }: Pick<ReadSettings, "settings" | "configuredServices">,
  migrates = true,
): KeptResources {
  const { cluster, services } = settings;
  const isKept = (one: ServiceResource) =>
    isSameCluster(one.cluster, cluster) &&
    !services.some(({ name }) => name === one.service) &&
    (configuredServices?.includes(one.service) ?? true);
  const keptRollouts = rollouts.filter(isKept);
  const kept = [
    ...keptRollouts,
    ...revisions.filter(isKept),
    // A task knows which commits it has succeeded for.
    ...tasks.filter((task) => !migrates || (settings.migration === undefined && isKept(task))),
  ];
  return {
    services: keptRollouts.map(({ service }) => service),
    urns: kept.map(({ urn }) => urn),
  };
}

/** Whether a run certainly leaves services of the environment out. */
export function leavesOut({
  settings: { services },
  configuredServices = [],
}: Pick<ReadSettings, "settings" | "configuredServices">): boolean {
  return configuredServices.some((one) => !services.some(({ name }) => name === one));
}
