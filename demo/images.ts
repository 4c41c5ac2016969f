import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runOrThrow, type CommandOptions } from "./runCommand";

export interface BuildOptions extends Pick<CommandOptions, "env" | "signal"> {
  /** The buildx program; it runs without Docker's client. */
  readonly buildx: string;
}

/** An image for machines that reach no hub: one static busybox, built from scratch and pushed. */
export async function pushBaseImage(
  busybox: string,
  reference: string,
  options: BuildOptions,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-base-"));
  try {
    await copyFile(join(__dirname, "base", "Dockerfile"), join(folder, "Dockerfile"));
    await copyFile(busybox, join(folder, "busybox"));
    await buildAndPush(folder, reference, {}, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Builds a folder with its Dockerfile and pushes it as `reference`. */
export async function buildAndPush(
  folder: string,
  reference: string,
  buildArgs: Readonly<Record<string, string>>,
  { buildx, ...options }: BuildOptions,
): Promise<void> {
  const args = Object.entries(buildArgs).flatMap(([k, v]) => ["--build-arg", `${k}=${v}`]);
  await runOrThrow(
    buildx,
    ["build", "--push", "--provenance=false", ...args, "--tag", reference, "."],
    { cwd: folder, ...options },
  );
}
