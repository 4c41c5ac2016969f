import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";

/**
 * Programs that do not end with SIGTERM. They call the test: their connections say that they are there,
 * what they are told, and, by closing, that they are gone.
 */
export interface StubbornPrograms {
  /** Node's code of one; several may run it. */
  readonly script: string;
  /** The next one that has begun. */
  next(): Promise<StubbornProgram>;
  /** Ends those that are left. */
  close(): Promise<void>;
}

export interface StubbornProgram {
  /** Resolves when it has got SIGTERM. */
  readonly told: Promise<unknown>;
  /** Resolves when it is gone. */
  readonly gone: Promise<unknown>;
}

export async function stubbornPrograms(): Promise<StubbornPrograms> {
  const begun: StubbornProgram[] = [];
  const waiting: ((program: StubbornProgram) => void)[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    const program = { told: once(socket, "data"), gone: once(socket, "close") };
    program.told.catch(() => undefined);
    const first = waiting.shift();
    if (first) first(program);
    else begun.push(program);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    script: `
      const test = require("node:net").connect(${port}, "127.0.0.1");
      test.on("close", () => process.exit());
      process.on("SIGTERM", () => test.write("SIGTERM"));
    `,
    next: () => {
      const one = begun.shift();
      return one ? Promise.resolve(one) : new Promise((resolve) => waiting.push(resolve));
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
