import { resolveAws } from "./resolve/awsSettings";
import { resolveCluster } from "./resolve/cluster";
import { resolveCommit } from "./resolve/commit";
import type { Context } from "./context";
import { checkEnv, runValues } from "./sources/environment";
import { resolveImages } from "./resolve/images/images";
import { resolveGates } from "./resolve/gates";
import { withMirrorAccounts } from "./resolve/images/mirrors";
import { resolveNotify } from "./resolve/notify";
import { resolvePromotion } from "./resolve/promotion/promotion";
import { Origins } from "./origins";
import { parseConfig } from "./sources/parse";
import { resolveEnvironment } from "./resolve/environment";
import { resolveMigration } from "./resolve/migration";
import { resolveRollout } from "./resolve/rollout";
import { resolveVersionVariable } from "./resolve/version";
import { resolveServices } from "./resolve/services";
import type { ReadSettings, SettingsInput } from "./settings";
import { SettingsError, type Problem } from "./problems/settingsError";
import { Shown } from "./problems/shown";
import { usedImages } from "./resolve/images/usedImages";

/**
 * An environment's settings from everywhere they come from: flag, then environment, then the
 * stack's configuration, then default. Reads nothing by itself.
 * @throws SettingsError with every problem there is
 */
export function readSettings(input: SettingsInput): ReadSettings {
  const { stack, stackConfig, secretKeys, env, flags = {}, git } = input;
  const problems: Problem[] = [];
  const shown = new Shown(secretKeys);
  const context: Context = {
    stack,
    config: parseConfig(stackConfig, shown, problems),
    run: runValues(flags, env, problems),
    shown,
    origins: new Origins(stack, shown),
    problems,
    warnings: [],
  };
  checkEnv(stack, env, problems);
  const cluster = resolveCluster(context);
  const { run } = context;
  const resolved = run.empty.has("commit") ? undefined : resolveCommit(run.commit, git, problems);
  const commit = resolved?.commit;
  if (resolved) {
    context.origins.add("commit", resolved.commit.version, resolved.origin);
    context.warnings.push(...resolved.warnings);
  }
  const images = resolveImages(context, commit);
  const resolvedServices = resolveServices(context, images);
  const { services, configured } = resolvedServices;
  const versionVariable = resolveVersionVariable(context);
  const environment = resolveEnvironment(context, versionVariable);
  const migration = resolveMigration(context, resolvedServices);
  const rollout = resolveRollout(context);
  const gates = resolveGates(context);
  const notify = resolveNotify(context);
  const aws = resolveAws(context, images, input);
  const promotion = resolvePromotion(context);
  if (problems.length > 0 || cluster === undefined || commit === undefined) {
    throw new SettingsError(stack, problems);
  }
  return {
    settings: {
      stack,
      cluster,
      commit,
      images: usedImages(images, services).map((image) => withMirrorAccounts(image, aws)),
      services,
      environment,
      versionVariable,
      ...(migration && { migration }),
      rollout,
      gates,
      notify,
      ...(promotion && { promotion }),
      aws,
    },
    ...(configured.length > 0 && { configuredServices: configured }),
    origins: context.origins.list,
    warnings: context.warnings,
  };
}
