import { execFile } from "node:child_process";
import { bakeBuild, type BakeBuild } from "./bakeBuild";
import { refusal } from "../errors/refusal";

/** A target of a bake file; without `file`, buildx finds it by name: `docker-bake.hcl`, … */
export interface BakeArgs {
  readonly target: string;
  /** Relative to the project. */
  readonly file?: string;
}

/** The environment that buildx runs in. */
export interface BakePlace {
  /** Gives a bake file's variables their values. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run?: typeof buildx;
}

const milliseconds = 60_000;

/**
 * The build that a bake file's target describes, as buildx itself reads the file: with variables from
 * the environment, functions and inheritance. Nothing is built; no builder is needed. Paths in
 * the file are relative to the project, wherever the file is: buildx runs there.
 * @param name of the image, for messages
 * @throws RunError
 */
export async function bakeTarget(
  name: string,
  { target, file }: BakeArgs,
  { env, run = buildx }: BakePlace,
): Promise<BakeBuild> {
  const args = ["bake", "--print", ...(file === undefined ? [] : ["--file", file]), target];
  const ended = await run(args, env);
  if (!("printed" in ended)) {
    const where = file === undefined ? "" : ` of ${file}`;
    throw refusal(
      "SETTINGS_INVALID",
      `images.${name}: the bake target ${target}${where} can't be read. ${ended.reason}`,
    );
  }
  return bakeBuild({ printed: ended.printed, target, name, env });
}

type Ended = { readonly printed: string } | { readonly reason: string };

/** As a plugin of Docker's client, else as a program of its own. */
async function buildx(args: readonly string[], env: BakePlace["env"]): Promise<Ended> {
  const plugin = await start("docker", ["buildx", ...args], env);
  const ended = "missing" in plugin ? await start("buildx", args, env) : plugin;
  if (!("missing" in ended)) return ended;
  return { reason: "Neither docker with buildx nor buildx itself is on the PATH: install one." };
}

function start(
  program: string,
  args: readonly string[],
  env: BakePlace["env"],
): Promise<Ended | { missing: true }> {
  const options = { env, timeout: milliseconds, maxBuffer: 16 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(program, [...args], options, (error, printed, said) => {
      if (!error) resolve({ printed });
      else if (error.code === "ENOENT" || isWithoutPlugin(said)) resolve({ missing: true });
      else resolve({ reason: lastError(said) || error.message });
    });
  });
}

/** Docker's own words, of an older and a newer client. */
function isWithoutPlugin(said: string): boolean {
  return /^docker: ('buildx' is not a docker command|unknown command: docker buildx)/m.test(said);
}

/** buildx prints its steps first and the error last, with a line of the file before it. */
function lastError(said: string): string {
  const text = said.trim();
  const at = text.lastIndexOf("ERROR: ");
  return at < 0 ? text : text.slice(at + "ERROR: ".length);
}
