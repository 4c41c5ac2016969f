import type { Container } from "dockerode";
import type Docker from "dockerode";
import type { Clock } from "../../../support/clock";
import type { ContainerExit } from "../taskRuntime";
import type { ContainerLog } from "./logging/containerLog";
import { LineSplitter } from "./logging/lineSplitter";

/** Real milliseconds that a container's last output may take after its exit. */
const lastOutput = 2000;

/**
 * Starts a created container with its output going to `log` from the first byte on.
 * @returns its exit, to wait for
 */
export async function startContainer(
  docker: Docker,
  container: Container,
  log: ContainerLog,
  clock: Clock,
  terminal: boolean,
): Promise<{ exit: Promise<ContainerExit> }> {
  const output = await container.attach({ stream: true, stdout: true, stderr: true });
  const drained = drain(docker, output, log, terminal);
  try {
    await container.start();
  } catch (error) {
    (output as unknown as { destroy(): void }).destroy();
    throw error;
  }
  const exit = async (): Promise<ContainerExit> => {
    const { StatusCode } = (await container.wait()) as { StatusCode: number };
    const over = new AbortController();
    const late = clock.sleep(lastOutput, over.signal).catch(() => undefined);
    await Promise.race([drained, late]);
    over.abort(new Error("done"));
    await log.end().catch(() => undefined);
    return (await killedForMemory(container))
      ? { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }
      : { exitCode: StatusCode };
  };
  return { exit: exit() };
}

async function killedForMemory(container: Container): Promise<boolean> {
  try {
    return (await container.inspect()).State.OOMKilled;
  } catch {
    // Removed already: the answer is not needed any more.
    return false;
  }
}

/** Resolves when the output has ended and each of its lines is with the log. */
function drain(
  docker: Docker,
  output: NodeJS.ReadWriteStream,
  log: ContainerLog,
  terminal: boolean,
): Promise<void> {
  const [stdout, stderr] = [
    new LineSplitter((text) => log.line(text)),
    new LineSplitter((text) => log.line(text)),
  ];
  // With a terminal the engine sends one plain stream, else both in frames. Written straight to the splitters, so that
  // lines of the two stay in the order in which the engine sent them.
  if (terminal) output.on("data", (chunk: Buffer) => stdout.write(chunk));
  else docker.modem.demuxStream(output, writable(stdout), writable(stderr));
  return new Promise((resolve) => {
    const end = () => {
      stdout.end();
      stderr.end();
      resolve();
    };
    output.once("end", end);
    output.once("close", end);
    output.once("error", end);
  });
}

/** All that docker-modem calls of a stream is `write`. */
function writable(splitter: LineSplitter): NodeJS.WritableStream {
  return { write: (chunk: Buffer) => splitter.write(chunk) } as unknown as NodeJS.WritableStream;
}
