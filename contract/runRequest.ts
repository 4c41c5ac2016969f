import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { promotedRelease } from "./promotedRelease";
import { recoveryTarget } from "./recoveryTarget";
import { runFlags } from "./runFlags";

/** The one variable in which a runner hands its request to a program in another process. */
export const runVariable = "SLIPWAY_RUN";

const shared = { flags: runFlags };

/** With `rollback`, a rollout that fails ends its siblings: the runner will recover all of them. */
const onFailure = z.enum(["rollback", "stop"]);

/** The images that another environment runs, as the runner saw and announced them. */
const promoted = promotedRelease.extend({ from: z.string() });

const release = z.strictObject({
  ...shared,
  kind: z.literal("release"),
  onFailure,
  /** A new value makes one forced deployment of every service. */
  force: z.string().optional(),
  promoted: promoted.optional(),
});

/** Builds and pushes; no service moves. */
const build = z.strictObject({
  ...shared,
  kind: z.literal("build"),
  promoted: promoted.optional(),
});

/** Releases images that are in the repository already, onto the definitions that run now. */
const imageOnly = z.strictObject({
  ...shared,
  kind: z.literal("imageOnly"),
  onFailure,
  /** The version that the services report. */
  commit: z.string(),
  images: z.array(
    z.strictObject({
      name: z.string(),
      /** `host[:port]/path` */
      repositoryUrl: z.string(),
      /** A tag or digest. */
      tag: z.string(),
    }),
  ),
  /** The environment's tags stay where they are, because services outside this run use them. */
  leaveTags: z.boolean(),
});

/**
 * Rollouts alone, with every value given, so that a checkout of any commit can carry them out
 * without an image, a builder or a look-up.
 */
const recovery = z.strictObject({
  ...shared,
  kind: z.literal("recovery"),
  /** By service. */
  services: z.record(z.string(), recoveryTarget),
  /** The program's outputs for everything that this run does not move. */
  outputs: z.record(z.string(), z.unknown()),
});

const runRequest = z.discriminatedUnion("kind", [release, build, imageOnly, recovery]);

/** A runner's request to a program: names, digests and flags, never a secret. */
export type RunRequest = z.infer<typeof runRequest>;
export type RequestOf<K extends RunRequest["kind"]> = Extract<RunRequest, { kind: K }>;

/** Whether one rollout's failure ends the others: the runner is going to recover all of them. */
export function abandonsSiblings(request: RunRequest | undefined): boolean {
  return request !== undefined && "onFailure" in request && request.onFailure === "rollback";
}

const envelope = z.union([
  z.strictObject({ runner: z.number().int().positive(), request: runRequest }),
  // Linux takes no variable above 128 KiB; 200 services to recover need more.
  z.strictObject({ runner: z.number().int().positive(), packed: z.string() }),
]);

const longest = 64 * 1024;

/** @param runner process number of the runner, by which the engines that it started are found */
export function encodeRunRequest(request: RunRequest, runner: number): string {
  const text = JSON.stringify({ runner, request });
  if (text.length < longest) return text;
  const packed = gzipSync(JSON.stringify(request)).toString("base64");
  return JSON.stringify({ runner, packed });
}

/**
 * @param text the variable's value
 * @returns undefined under plain `pulumi`, which sets no such variable
 * @throws ZodError, SyntaxError where the text is from no runner of this version
 */
export function parseRunRequest(text: string | undefined): RunRequest | undefined {
  if (text === undefined || text === "") return undefined;
  const sent = envelope.parse(JSON.parse(text));
  if ("request" in sent) return sent.request;
  return runRequest.parse(JSON.parse(gunzipSync(Buffer.from(sent.packed, "base64")).toString()));
}

/** The runner that a request came from; undefined for any other text. */
export function runnerOf(text: string): number | undefined {
  try {
    const { runner } = z.object({ runner: z.number() }).parse(JSON.parse(text));
    return runner;
  } catch {
    return undefined;
  }
}
