import type Docker from "dockerode";
import type { PulledImage } from "../taskRuntime";
import { engineMessage } from "./connectEngine";
import type { ImageSource } from "./ports";

/** An image as a container can be made of it. */
export interface LocalImage extends PulledImage {
  /** By digest where it is known, so that a tag that moves meanwhile doesn't matter. */
  reference: string;
}

/**
 * Pulls through the engine for every task, as Fargate does: an image that is there already is not used as it is.
 * @throws Error with the reason that ECS gives the container
 */
export async function pullImage(
  docker: Docker,
  source: ImageSource,
  image: string,
  signal: AbortSignal,
): Promise<LocalImage> {
  const reference = withoutTagBesideDigest(source.localReference(image));
  const host = reference.split("/")[0] ?? "";
  const credentials = source.credentials(host);
  let digest: string | undefined;
  try {
    const progress = await docker.pull(reference, {
      abortSignal: signal,
      ...(credentials && { authconfig: { ...credentials, serveraddress: host } }),
    });
    const stop = () => (progress as unknown as { destroy(): void }).destroy();
    signal.addEventListener("abort", stop, { once: true });
    await new Promise<void>((resolve, reject) =>
      docker.modem.followProgress(
        progress,
        (error) => (error ? reject(error) : resolve()),
        ({ status }: { status?: string }) => {
          digest = /^Digest: (\S+)/.exec(status ?? "")?.[1] ?? digest;
        },
      ),
    ).finally(() => signal.removeEventListener("abort", stop));
  } catch (error) {
    throw new Error(pullFailure(image, engineMessage(error)), { cause: error });
  }
  return { digest, reference: digest === undefined ? reference : byDigest(reference, digest) };
}

/** As ECS words it, live: what can't be found, and what went wrong otherwise. */
export function pullFailure(image: string, cause: string): string {
  const missing = /manifest unknown|not found|does not exist/i.test(cause);
  const reason = missing ? `${image}: not found` : cause;
  return `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${reason}`;
}

/** The engine takes a tag or a digest, not both: the digest is what counts. */
export function withoutTagBesideDigest(reference: string): string {
  const [name = "", digest] = reference.split("@");
  return digest === undefined ? withTag(name) : `${withoutTag(name)}@${digest}`;
}

const withTag = (name: string) => (withoutTag(name) === name ? `${name}:latest` : name);
const withoutTag = (name: string) => name.replace(/:[^/:]+$/, "");

function byDigest(reference: string, digest: string): string {
  return `${withoutTag(reference.split("@")[0] ?? reference)}@${digest}`;
}
