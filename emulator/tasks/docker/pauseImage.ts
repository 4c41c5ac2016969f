import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import type Docker from "dockerode";
import { singleFileTar } from "./singleFileTar";

/** Holds a task's network namespace and does nothing else. Only under its own name does busybox take the program from its arguments. */
export const pauseCommand = ["/busybox", "sleep", "2147483647"];

/**
 * Imports an image that holds one static busybox.
 * @param binary path of the busybox on this machine
 * @param tag the image's name
 */
export async function importPauseImage(docker: Docker, binary: string, tag: string): Promise<void> {
  const tar = singleFileTar("busybox", await readFile(binary));
  const [repo, version] = tag.split(":");
  const progress = await docker.importImage(Readable.from([tar]), {
    repo,
    tag: version,
  });
  await new Promise<void>((resolve, reject) =>
    docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve())),
  );
}
