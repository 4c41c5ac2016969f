import type { Mask } from "./mask";

/** The two streams, as the hosts write to them. */
export interface Output {
  /** The result. */
  stdout(text: string): void;
  /** The story. */
  stderr(text: string): void;
  /** Of the terminal that stderr is; undefined where it is no terminal. */
  readonly columns?: number;
  readonly rows?: number;
}

/** `output`, with the run's secrets masked in everything that leaves. */
export function maskedOutput(output: Output, mask: Mask): Output {
  return {
    stdout: (text) => output.stdout(mask.text(text)),
    stderr: (text) => output.stderr(mask.text(text)),
    get columns() {
      return output.columns;
    },
    get rows() {
      return output.rows;
    },
  };
}

/** The process's own streams. A reader that went away (`| head`) never ends the run. */
export function processOutput(): Output {
  return {
    stdout: writer(process.stdout),
    stderr: writer(process.stderr),
    get columns() {
      return process.stderr.isTTY ? process.stderr.columns : undefined;
    },
    get rows() {
      return process.stderr.isTTY ? process.stderr.rows : undefined;
    },
  };
}

function writer(stream: NodeJS.WriteStream): (text: string) => void {
  let open = true;
  stream.on("error", () => {
    open = false;
  });
  return (text) => {
    if (open) stream.write(text);
  };
}
