import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { z } from "zod";
import { SlipwayError } from "../support/errors";
import { homeFolder } from "../support/homeFolder";
import { checkCacheOwner } from "./cacheOwner";

const toolSchema = z.object({
  /** Absolute. */
  path: z.string(),
  version: z.string(),
  how: z.enum(["found", "downloaded", "built"]),
});

const toolchainSchema = z.object({
  /** The Pulumi engine. */
  pulumi: toolSchema,
  /** The engine's language host for Node; the engine looks for it on PATH. */
  pulumiLanguageNodejs: toolSchema,
  /** A folder for PULUMI_HOME which has the docker-build plugin in it. */
  pulumiHome: z.object({ path: z.string() }),
  dockerBuildPlugin: toolSchema,
  /** The distribution registry. */
  registry: toolSchema,
  /** Runs as `buildx …`, without Docker's client. */
  buildx: toolSchema,
  /** How to build: on a `buildkitd` that is started here (`remote`), or on one that buildx starts inside the Docker engine. */
  builder: z.object({ driver: z.enum(["remote", "docker-container"]) }),
  /** There with the driver `remote`. */
  buildkitd: toolSchema.optional(),
  /** There with the driver `remote`. */
  buildctl: toolSchema.optional(),
  /** There with the driver `remote`. */
  runc: toolSchema.optional(),
  /** A static program for Linux. */
  busybox: toolSchema,
  /** The engine that answered when the set-up ran; without one, `dockerd` is there and may be started (root). */
  dockerEngine: z.object({ host: z.string(), version: z.string() }).optional(),
  dockerd: toolSchema.optional(),
  /** Docker's client. */
  docker: toolSchema.optional(),
  /** The AWS CLI, version 1. For tests and comparisons. */
  aws: toolSchema.optional(),
  /** A Python that has boto3; `version` is the AWS CLI's. For tests. */
  python: toolSchema.optional(),
  /** The program `ecs` of ecs-deploy. For tests. */
  ecsDeploy: toolSchema.optional(),
  jq: toolSchema.optional(),
});

const manifestSchema = z.object({ version: z.literal(1), parts: toolchainSchema });

export type Tool = z.infer<typeof toolSchema>;

/** Where every program of the sandbox, the demo and the tests is, as toolchain/setup.mjs left it. */
export type Toolchain = z.infer<typeof toolchainSchema>;

/** The set-up has not run, did not get everything, or what it got is gone. */
export class ToolchainMissingError extends SlipwayError {
  readonly code = "TOOLCHAIN_MISSING";
  readonly ends = "usage";

  constructor(problem: string, options?: ErrorOptions) {
    super(
      problem,
      "Run `npm run setup`: it gets what is missing, or says what to install.",
      options,
    );
  }
}

/**
 * @param file the manifest; by default the one that the set-up writes for this user
 * @throws ToolchainMissingError, ToolchainForeignError
 */
export function readToolchain(file = manifestFile()): Toolchain {
  checkCacheOwner(file);
  const toolchain = parse(file);
  for (const [name, part] of Object.entries(toolchain)) {
    if ("path" in part && !existsSync(part.path)) {
      throw new ToolchainMissingError(`${name} is gone: there is no ${part.path}.`);
    }
  }
  return toolchain;
}

/** The folders to put in front of PATH so that the Pulumi engine finds its language host, and a shell the engine. */
export function programFolders({ pulumi, pulumiLanguageNodejs, buildx }: Toolchain): string[] {
  return [...new Set([pulumi, pulumiLanguageNodejs, buildx].map(({ path }) => dirname(path)))];
}

/** `$XDG_CACHE_HOME/slipway/toolchain.json`, with the XDG rules. */
export function manifestFile(env: NodeJS.ProcessEnv = process.env): string {
  const xdg = env.XDG_CACHE_HOME;
  const caches = xdg && isAbsolute(xdg) ? xdg : join(homeFolder(env), ".cache");
  return join(caches, "slipway", "toolchain.json");
}

function parse(file: string): Toolchain {
  if (!existsSync(file)) {
    throw new ToolchainMissingError(`The tools have not been set up: there is no ${file}.`);
  }
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, "utf8"))).parts;
  } catch (cause) {
    throw new ToolchainMissingError(
      `${file} is incomplete or of another version${missing(cause)}.`,
      {
        cause,
      },
    );
  }
}

function missing(cause: unknown): string {
  if (!(cause instanceof z.ZodError)) return "";
  const paths = cause.issues.map(({ path }) => path.slice(path[0] === "parts" ? 1 : 0).join("."));
  return ` (${paths.join(", ")})`;
}
