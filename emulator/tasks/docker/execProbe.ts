import type { Container } from "dockerode";
import type { Clock } from "../../../support/clock";

/** Runs a command in a container; true when it exited 0 within `timeout` real milliseconds. */
export async function execProbe(
  container: Container,
  command: string[],
  clock: Clock,
  timeout: number,
): Promise<boolean> {
  const over = new AbortController();
  try {
    const exec = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
    const output = await exec.start({ hijack: true, stdin: false });
    const ended = new Promise<boolean>((resolve) => {
      output.on("end", () => resolve(true));
      output.on("close", () => resolve(true));
      output.on("error", () => resolve(false));
      output.resume();
    });
    const late = clock.sleep(timeout, over.signal).then(
      () => false,
      () => false,
    );
    const finished = await Promise.race([ended, late]);
    output.destroy();
    return finished && (await exec.inspect()).ExitCode === 0;
  } catch {
    // The container is gone or the program is missing: not healthy, and its exit is reported elsewhere.
    return false;
  } finally {
    over.abort(new Error("done"));
  }
}
