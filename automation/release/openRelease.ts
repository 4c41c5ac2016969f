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

/** The environment that an action is for, and the flags of its command. */
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
  /** The images that another environment runs, where this run promotes them. */
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
    // A signal to the process group also ends Pulumi and git. Only Slipway's own errors, which are
    // raised before any service is touched, are replaced by the cancellation.
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
  // A local AWS uses one string as key id and secret; don't mask it.
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

/** How many resources the engine may work on at once: a rollout occupies a place until it ends. */
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
  // A variable may hold a public word (DD_ENV=staging); masking it would make the report unreadable.
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
