import { namedCommit } from "../../config/sources/environment";
import { readSettings } from "../../config/readSettings";
import type { ReadSettings } from "../../config/settings";
import { SettingsError } from "../../config/problems/settingsError";
import { secretsOfEnvironment } from "../io/mask";
import type { ActionContext } from "../release/context";
import type { ReleaseRequest } from "../release/openRelease";
import type { SettingsCheck } from "../report/settingsCheck";

/**
 * Checks an environment's settings by the project's files alone, where there are no AWS credentials.
 * @param reason why that is enough, as the end of a sentence
 * @returns undefined when there are credentials, so that a preview can read
 * @throws SettingsError
 */
export async function checkSettings(
  context: ActionContext,
  { stack, flags }: ReleaseRequest,
  reason: string,
): Promise<SettingsCheck | undefined> {
  const { env, mask, project } = context;
  mask.add(secretsOfEnvironment(env));
  const [git, config] = await Promise.all([
    context.git(project.folder, namedCommit(flags, env)),
    project.stackFile(stack),
  ]);
  const { values: stackConfig, secretKeys: notChecked } = config;
  const read = openly(stack, notChecked, () =>
    readSettings({ stack, stackConfig, secretKeys: notChecked, env, flags, git }),
  );
  if (await context.hasCredentials(read?.settings.aws ?? {})) return undefined;
  return {
    command: "preview",
    environment: stack,
    exitCode: 0,
    read: false,
    reason,
    ...(read && {
      cluster: read.settings.cluster,
      services: read.settings.services.map(({ name }) => name),
      commit: read.settings.commit.version,
    }),
    notChecked,
  };
}

/** A problem with a secret value can't be explained without the value, so it is left out. */
function openly(
  stack: string,
  secretKeys: readonly string[],
  read: () => ReadSettings,
): ReadSettings | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const open = error.problems.filter(
      ({ path }) =>
        !secretKeys.some(
          (key) => path === key || (/^[.[]/.test(path.slice(key.length)) && path.startsWith(key)),
        ),
    );
    if (open.length > 0) throw new SettingsError(stack, open);
    return undefined;
  }
}
