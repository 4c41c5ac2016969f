import type { Context } from "../context";
import { defaults } from "../defaults";
import type { RolloutSettings } from "../settings";

/** How long rollouts may take, and what follows a failure. */
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
