import { resolveAws } from "./awsSettings";
import { resolveCluster } from "./cluster";
import { resolveCommit } from "./commit";
import type { Context } from "./context";
import { checkEnv, runValues } from "./environment";
import { resolveImages } from "./images";
import { resolveGates } from "./gates";
import { withMirrorAccounts } from "./mirrors";
import { resolveNotify } from "./notify";
import { resolvePromotion } from "./promotion";
import { Origins } from "./origins";
import { parseConfig } from "./parse";
import {
  resolveEnvironment,
  resolveMigration,
  resolveRollout,
  resolveVersionVariable,
} from "./rules";
import { resolveServices } from "./services";
import type { ReadSettings, SettingsInput } from "./settings";
import { SettingsError, type Problem } from "./settingsError";
import { Shown } from "./shown";
import { usedImages } from "./usedImages";

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
