import { messageOf } from "../../../support/errors";

interface Emitter {
  on(event: "unhandledRejection", listener: (reason: unknown) => void): unknown;
}

type Tell = (message: string) => void;

/**
 * A program in this process may leave promises behind that fail when the engine has ended: no reason
 * for the runner to die, which has a report to write. While a program runs, the SDK listens itself.
 */
export class LeftRejections {
  private running = 0;
  private tell: Tell | undefined;

  constructor(private readonly source: Emitter) {}

  /** Runs a program with its engine. @param tell where to say what was left, once it has ended */
  async during<T>(tell: Tell, work: () => Promise<T>): Promise<T> {
    this.listen();
    this.tell = tell;
    this.running += 1;
    try {
      return await work();
    } finally {
      this.running -= 1;
    }
  }

  private listen(): void {
    if (this.tell) return;
    this.source.on("unhandledRejection", (reason) => {
      if (this.running > 0) return;
      this.tell?.(`The program left something behind that failed: ${messageOf(reason)}`);
    });
  }
}
