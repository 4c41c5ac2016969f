import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Listener } from "../state/loadBalancer";

type Handler = Parameters<typeof createServer>[1];

/** A local HTTP server for each listener, on 127.0.0.1. */
export class Proxies {
  private readonly servers = new Map<Listener, Server>();

  /**
   * Listens for a listener and notes where.
   * @param port 0 is any free one
   */
  async open(listener: Listener, port: number, handler: Handler): Promise<void> {
    const server = createServer(handler);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
    this.servers.set(listener, server);
    listener.address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(listener: Listener): Promise<void> {
    const server = this.servers.get(listener);
    this.servers.delete(listener);
    listener.address = undefined;
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.servers.keys()].map((listener) => this.close(listener)));
  }
}
