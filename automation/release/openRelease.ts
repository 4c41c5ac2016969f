import { namedCommit } from "../../config/sources/environment";
import { readSettings } from "../../config/readSettings";
import type { Flags, ReadSettings, Settings } from "../../config/settings";
import type { RequestOf } from "../../contract/runRequest";
import { SlipwayError } from "../../support/errors";
import { secretsOfEnvironment, type Mask } from "../io/mask";
import { messages } from "../io/messages";
import { notifySecrets } from "../notify/createNotifiers";
import type { OpenMode, OpenStack, StackConfig } from "../workspace/workspace";
import type { ActionContext } from "./context";

/** What every action on an environment is asked with. */
export interface ReleaseRequest {
  readonly stack: string;
  readonly flags: Flags;
}

export interface OpenRelease extends ReadSettings {
  readonly stack: OpenStack;
  /** The settings that the program is given: as they were read, with a promotion's images. */
  readonly read: ReadSettings;
  /** Where the project is. */
  readonly folder: string;
  /** As given; the program reads its settings with the same ones. */
  readonly flags: Flags;
  /** What another environment runs, where that is released. */
  readonly promoted?: RequestOf<"release">["promoted"];
}

/**
 * Opens the environment's stack, reads its settings, and closes the stack when `work` is done.
 * @throws SettingsError, WorkspaceError's subclasses, and the signal's reason
 */
export async function withRelease<T>(
  context: ActionContext,
  request: ReleaseRequest,
  mode: OpenMode,
  work: (release: OpenRelease) => Promise<T>,
): Promise<T> {
  try {
    return await opened(context, request, mode, work);
  } catch (error) {
    // A signal to the whole group also ends what Pulumi or git was asked, and that is no news. These
    // errors are of before a service was touched (errorExitCode.ts); of others nobody knows.
    if (error instanceof SlipwayError) context.signal.throwIfAborted();
    throw error;
  }
}

async function opened<T>(
  context: ActionContext,
  { stack: name, flags }: ReleaseRequest,
  mode: OpenMode,
  work: (release: OpenRelease) => Promise<T>,
): Promise<T> {
  const { mask, env, io } = context;
  mask.add(secretsOfEnvironment(env));
  // Who has the same word for both, as a local AWS does, has no secret.
  mask.allow([env.AWS_ACCESS_KEY_ID ?? ""]);
  const workspace = await context.workspace();
  const [git, stack] = await Promise.all([
    context.git(workspace.folder, namedCommit(flags, env)),
    workspace.open(name, mode),
  ]);
  try {
    addConfigSecrets(mask, stack.config);
    const { values: stackConfig, secretKeys } = stack.config;
    const read = readSettings({ stack: name, stackConfig, secretKeys, env, flags, git });
    addSettingsSecrets(mask, read.settings);
    mask.add(notifySecrets(read.settings.notify, env));
    if (stack.origin === "created") io.notify(messages.stackCreated({ stack: name }));
    for (const message of read.warnings) io.notify(messages.warning({ message }));
    return await work({ ...read, read, stack, folder: workspace.folder, flags });
  } finally {
    await stack.close();
  }
}

/** How many resources the engine may work on at once: a rollout holds its place to the end. */
export function parallelism({ services }: Settings): number {
  return services.length + 8;
}

function addConfigSecrets(mask: Mask, { values, secretKeys }: StackConfig): void {
  mask.add(secretKeys.flatMap((key) => leaves(values[key] ?? "")));
}

/** A secret object or list is made of strings that are each secret. */
function leaves(text: string): string[] {
  try {
    return [text, ...stringsIn(JSON.parse(text))];
  } catch {
    return [text];
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

function addSettingsSecrets(mask: Mask, settings: Settings): void {
  const { stack, cluster, commit, services, images, aws } = settings;
  mask.add(Object.values(settings.environment));
  // A variable may hold what is public anyway (DD_ENV=staging); the report would be unreadable.
  mask.allow([
    stack,
    cluster,
    commit.sha,
    commit.version,
    ...services.map((service) => service.name),
    ...images.flatMap(({ name, repositoryUrl, tag }) => [name, repositoryUrl, tag]),
    ...(aws.region === undefined ? [] : [aws.region]),
  ]);
}
