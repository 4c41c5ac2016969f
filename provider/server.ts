import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { EngineLog } from "./engineLog";
import { acting } from "./protocol/acting";
import type { Operation } from "./protocol/call";
import { configuration } from "./protocol/configuration";
import type { Dispatch } from "./protocol/dispatch";
import { functions } from "./protocol/functions";
import { Instances } from "./protocol/instances";
import { lifecycle } from "./protocol/lifecycle";
import { planning } from "./protocol/planning";

export interface ProviderServer {
  /** Listens on a free port of this machine. @returns the port */
  listen(): Promise<number>;
  /** Whether an engine has come. */
  readonly wasUsed: boolean;
  /** Ends it, and what is at work. */
  close(): void;
}

/**
 * Speaks the engine's ResourceProvider protocol and nothing else: the handlers behind the dispatch
 * know no gRPC. It serves one operation of one engine: the engine's `cancel` at the end is for ever.
 * @param createDispatch called for every provider that the program has
 * @param engineAddress where the engine logs, if it said so already
 */
export function createServer(
  createDispatch: () => Dispatch,
  engineAddress?: string,
): ProviderServer {
  const log = new EngineLog(engineAddress);
  const instances = new Instances(createDispatch);
  const operation: Operation = { instances, log };
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(ResourceProviderService, {
    ...lifecycle(operation),
    ...configuration(operation),
    ...planning(operation),
    ...acting(operation),
    ...functions(operation),
  });
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        const insecure = grpc.ServerCredentials.createInsecure();
        server.bindAsync("127.0.0.1:0", insecure, (error, port) => {
          if (error) reject(error);
          else resolve(port);
        });
      }),
    get wasUsed() {
      return instances.all.length > 0;
    },
    close() {
      for (const instance of instances.all) instance.cancel();
      log.close();
      server.forceShutdown();
    },
  };
}
