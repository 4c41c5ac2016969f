import type * as grpc from "@grpc/grpc-js";
import type { Message } from "google-protobuf";
import type { EngineLog } from "../engineLog";
import type { Context } from "../resource";
import type { WireResource } from "../adapter";
import type { Instance, Instances } from "./instances";
import { statusOf } from "./status";

/** What the methods of the protocol share in one operation of the engine. */
export interface Operation {
  readonly instances: Instances;
  readonly log: EngineLog;
}

type Unary<Q, A> = (call: grpc.ServerUnaryCall<Q, A>, callback: grpc.sendUnaryData<A>) => void;

/**
 * A method of the protocol. Every answer waits until its log lines are out, so that they never come
 * after it.
 */
export function unary<Q extends Message, A extends Message>(
  log: EngineLog,
  answer: (request: Q, connection: string) => A | Promise<A>,
): Unary<Q, A> {
  return (call, callback) => {
    const work = async () => {
      try {
        return await answer(call.request, call.getPeer());
      } finally {
        await log.flush();
      }
    };
    work().then(
      (done) => callback(null, done),
      (error: unknown) => callback(statusOf(error)),
    );
  };
}

/** A method that acts on one resource. */
export function onResource<Q extends Message & ResourceRequest, A extends Message>(
  { instances, log }: Operation,
  answer: (request: Q, resource: WireResource, context: Context) => A | Promise<A>,
): Unary<Q, A> {
  return unary(log, (request: Q, connection) => {
    const instance = instances.at(connection);
    const urn = request.getUrn();
    const context = { signal: instance.signal, log: log.of(urn) };
    return answer(request, resourceOf(instance, urn, request.getType()), context);
  });
}

interface ResourceRequest {
  getUrn(): string;
  getType(): string;
}

function resourceOf({ dispatch }: Instance, urn: string, type: string): WireResource {
  const token = type || (urn.split("::")[2]?.split("$").at(-1) ?? "");
  const resource = dispatch.resource(token);
  if (!resource) throw new Error(`Slipway has no resource type ${token}.`);
  return resource;
}
