import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { chmod, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { run, tail } from "./program.mjs";

const answerSeconds = 8;
const wholeSeconds = 600;

// Asked once a run: a closed machine shall not wait for the same host again for each part.
const unreachable = new Map();

/** Why an official download did not come: the machine is closed, or the file isn't there. */
export class DownloadFailed extends Error {
  constructor(url, reason) {
    super(`${new URL(url).host}: ${reason}`);
    this.name = "DownloadFailed";
  }
}

/**
 * Downloads `url` into `file`.
 * @throws DownloadFailed when the host doesn't answer within 8 seconds, refuses, or the transfer breaks off
 */
export async function download(url, file) {
  const { host } = new URL(url);
  if (process.env.SLIPWAY_NO_DOWNLOADS)
    throw new DownloadFailed(url, "SLIPWAY_NO_DOWNLOADS is set");
  if (unreachable.has(host)) throw new DownloadFailed(url, unreachable.get(host));
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), answerSeconds * 1000);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok) throw new DownloadFailed(url, `HTTP ${response.status} for ${url}`);
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), wholeSeconds * 1000);
    await write(response.body, file);
  } catch (error) {
    if (error instanceof DownloadFailed) throw error;
    const reason = abort.signal.aborted ? "no answer in time" : reasonOf(error);
    unreachable.set(host, reason);
    throw new DownloadFailed(url, reason);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves or rejects when the file is closed: one that opens after a failure would come into a folder that is being removed. */
async function write(body, file) {
  const stream = createWriteStream(file);
  const closed = once(stream, "close");
  try {
    await pipeline(Readable.fromWeb(body), stream);
  } finally {
    await closed.catch(() => undefined);
  }
}

/**
 * Downloads a `.tar.gz` and unpacks it.
 * @param {string} into
 * @param {{strip?: number, folder?: string}} [options] `strip`: how many folders its paths lose; `folder`: one that they gain
 */
export async function downloadArchive(url, into, { strip = 0, folder = "." } = {}) {
  const archive = join(into, ".download.tar.gz");
  const target = join(into, folder);
  await mkdir(target, { recursive: true });
  await download(url, archive);
  const unpacked = await run("tar", ["-xzf", archive, "-C", target, `--strip-components=${strip}`]);
  await rm(archive, { force: true });
  if (unpacked.code !== 0) throw new DownloadFailed(url, tail(unpacked.output, 2));
}

/** Downloads a single program. */
export async function downloadProgram(url, file) {
  await download(url, file);
  await chmod(file, 0o755);
}

function reasonOf(error) {
  const cause = error.cause ?? error;
  return cause.code === "ENOTFOUND" || cause.code === "EAI_AGAIN"
    ? "its name is not known here"
    : (cause.code ?? cause.message);
}
