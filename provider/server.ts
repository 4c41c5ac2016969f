import { setMaxListeners } from "node:events";
import * as grpc from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Message } from "google-protobuf";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { withCode } from "../contract/refusal";
import { messageOf, SlipwayError } from "../support/errors";
import type { CheckFailure, Remembered, Stored, WireResource } from "./adapter";
import { EngineLog } from "./engineLog";
import { fromStruct, toStruct, type Properties } from "./properties";
import type { Context, ProviderFunction } from "./resource";
import { schemaOf } from "./schema";

/** What the server serves; `configure` is called once, before any resource is. */
export interface Dispatch {
  version: string;
  checkConfig(config: Properties): CheckFailure[];
  configure(config: Properties): void;
  resource(type: string): WireResource | undefined;
  function(token: string): ProviderFunction<object, object> | undefined;
  types: readonly string[];
}

/** Marks an answer that carries a partial failure: state is kept, the operation is not a success. */
class InitFailed extends Error {
  constructor(
    readonly stored: Stored,
    readonly refreshBeforeUpdate: boolean,
  ) {
    super(stored.failures.join("\n"));
  }
}

/**
 * Speaks the engine's ResourceProvider protocol and nothing else: the handlers behind `dispatch`
 * know no gRPC.
 * @param engineAddress where the engine logs, if it said so already
 */
export function createServer(dispatch: Dispatch, engineAddress: string | undefined): grpc.Server {
  const cancelled = new AbortController();
  // Every resource that waits listens, and there may be hundreds.
  setMaxListeners(0, cancelled.signal);
  const log = new EngineLog(engineAddress);
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });

  const resourceOf = (urn: string, type: string): WireResource => {
    const token = type || (urn.split("::")[2]?.split("$").at(-1) ?? "");
    const resource = dispatch.resource(token);
    if (!resource) throw new Error(`Slipway has no resource type ${token}.`);
    return resource;
  };
  const contextOf = (urn: string): Context => ({
    signal: cancelled.signal,
    log: log.of(urn),
  });
  /** Every answer waits until its log lines are out, so that they never come after it. */
  const unary =
    <Q extends Message, A extends Message>(answer: (request: Q) => A | Promise<A>) =>
    (call: grpc.ServerUnaryCall<Q, A>, callback: grpc.sendUnaryData<A>): void => {
      const work = async () => {
        try {
          return await answer(call.request);
        } finally {
          await log.flush();
        }
      };
      work().then(
        (done) => callback(null, done),
        (error: unknown) => callback(statusOf(error)),
      );
    };

  server.addService(ResourceProviderService, {
    handshake: unary((request: proto.ProviderHandshakeRequest) => {
      log.connect(request.getEngineAddress());
      return new proto.ProviderHandshakeResponse().setAcceptSecrets(true);
    }),
    attach: unary((request: PluginAttach) => {
      log.connect(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: unary(() => new PluginInfo().setVersion(dispatch.version)),
    getSchema: unary(() => new proto.GetSchemaResponse().setSchema(schemaOf(dispatch))),
    checkConfig: unary((request: proto.CheckRequest) =>
      new proto.CheckResponse()
        .setInputs(request.getNews())
        .setFailuresList(dispatch.checkConfig(fromStruct(request.getNews())).map(failure)),
    ),
    // Other settings reach the same services: nothing has to be replaced.
    diffConfig: unary(() => new proto.DiffResponse()),
    configure: unary((request: proto.ConfigureRequest) => {
      dispatch.configure(fromStruct(request.getArgs()));
      return new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    check: unary((request: proto.CheckRequest) => {
      const resource = resourceOf(request.getUrn(), request.getType());
      const failures = resource.check(fromStruct(request.getNews()));
      return new proto.CheckResponse()
        .setInputs(request.getNews())
        .setFailuresList(failures.map(failure));
    }),
    diff: unary((request: proto.DiffRequest) => {
      const resource = resourceOf(request.getUrn(), request.getType());
      const difference = resource.diff(fromStruct(request.getNews()), {
        inputs: fromStruct(request.getOldInputs()),
        outputs: fromStruct(request.getOlds()),
      });
      const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
      const response = new proto.DiffResponse().setChanges(
        difference.changes ? DIFF_SOME : DIFF_NONE,
      );
      response.setReplacesList(difference.replaces ?? []);
      const changed = Object.entries(difference.inputs ?? {});
      if (changed.length > 0) response.setHasdetaileddiff(true);
      for (const [path, kind] of changed) {
        const replaces = difference.replaces?.includes(path) === true;
        const shown = new proto.PropertyDiff()
          .setKind((replaces ? replaceKinds : kinds)[kind])
          .setInputdiff(true);
        response.getDetaileddiffMap().set(path, shown);
      }
      return response;
    }),
    create: unary(async (request: proto.CreateRequest) => {
      const resource = resourceOf(request.getUrn(), request.getType());
      const context = contextOf(request.getUrn());
      const news = fromStruct(request.getProperties());
      const response = new proto.CreateResponse().setRefreshBeforeUpdate(
        resource.refreshBeforeUpdate,
      );
      if (request.getPreview()) {
        return response.setProperties(toStruct(await resource.preview(news, context)));
      }
      const stored = whole(await resource.create(news, context), resource);
      return response.setId(stored.id).setProperties(toStruct(stored.outputs));
    }),
    update: unary(async (request: proto.UpdateRequest) => {
      const resource = resourceOf(request.getUrn(), request.getType());
      const context = contextOf(request.getUrn());
      const news = fromStruct(request.getNews());
      const old: Remembered = {
        inputs: fromStruct(request.getOldInputs()),
        outputs: fromStruct(request.getOlds()),
      };
      const response = new proto.UpdateResponse().setRefreshBeforeUpdate(
        resource.refreshBeforeUpdate,
      );
      if (request.getPreview()) {
        return response.setProperties(toStruct(await resource.preview(news, context, old)));
      }
      const stored = whole(await resource.update(request.getId(), news, context, old), resource);
      return response.setProperties(toStruct(stored.outputs));
    }),
    read: unary(async (request: proto.ReadRequest) => {
      const resource = resourceOf(request.getUrn(), request.getType());
      const live = await resource.read(request.getId(), contextOf(request.getUrn()), {
        inputs: fromStruct(request.getInputs()),
        outputs: fromStruct(request.getProperties()),
      });
      const response = new proto.ReadResponse();
      if (!live) return response;
      const stored = whole(live, resource);
      return response
        .setId(stored.id)
        .setProperties(toStruct(stored.outputs))
        .setInputs(toStruct(stored.inputs ?? {}))
        .setRefreshBeforeUpdate(resource.refreshBeforeUpdate);
    }),
    // A release leaves things where they are: services live on, revisions stay registered.
    delete: unary(() => new Empty()),
    invoke: unary(async (request: proto.InvokeRequest) => {
      const token = request.getTok();
      const called = dispatch.function(token);
      if (!called) throw new Error(`Slipway has no function ${token}.`);
      const parsed = called.inputs.safeParse(fromStruct(request.getArgs()));
      if (!parsed.success) {
        return new proto.InvokeResponse().setFailuresList(
          parsed.error.issues.map((issue) =>
            failure({ property: issue.path.join("."), reason: issue.message }),
          ),
        );
      }
      const context = {
        signal: cancelled.signal,
        preview: request.getPreview(),
        log: (urn: string) => log.of(urn),
      };
      const result = await called.call(parsed.data, context);
      return new proto.InvokeResponse().setReturn(toStruct(result as Properties));
    }),
    // Comes at the end of every run, too: only operations in flight take notice.
    cancel: unary(() => {
      cancelled.abort(new Error("The engine cancelled the operation."));
      return new Empty();
    }),
  });
  return server;
}

/** @throws InitFailed for a partial failure, which the protocol wants as an error */
function whole(stored: Stored, resource: WireResource): Stored {
  if (stored.failures.length > 0) throw new InitFailed(stored, resource.refreshBeforeUpdate);
  return stored;
}

const kinds = {
  add: proto.PropertyDiff.Kind.ADD,
  delete: proto.PropertyDiff.Kind.DELETE,
  update: proto.PropertyDiff.Kind.UPDATE,
};

const replaceKinds = {
  add: proto.PropertyDiff.Kind.ADD_REPLACE,
  delete: proto.PropertyDiff.Kind.DELETE_REPLACE,
  update: proto.PropertyDiff.Kind.UPDATE_REPLACE,
};

function failure({ property, reason }: CheckFailure): proto.CheckFailure {
  return new proto.CheckFailure().setProperty(property).setReason(reason);
}

function statusOf(error: unknown): Partial<grpc.ServiceError> {
  const code = grpc.status.UNKNOWN;
  if (!(error instanceof InitFailed)) {
    return { code, details: details(error) };
  }
  const detail = new proto.ErrorResourceInitFailed()
    .setId(error.stored.id)
    .setProperties(toStruct(error.stored.outputs))
    .setReasonsList(error.stored.failures)
    .setRefreshBeforeUpdate(error.refreshBeforeUpdate);
  if (error.stored.inputs) detail.setInputs(toStruct(error.stored.inputs));
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(code).setMessage(error.message).setDetailsList([any]);
  const metadata = new grpc.Metadata();
  // Where gRPC carries structured details of an error.
  metadata.set("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code, details: error.message, metadata };
}

/** The error's stable code goes along: text is all that comes out at the engine's other end. */
function details(error: unknown): string {
  if (!(error instanceof SlipwayError)) return messageOf(error);
  const { message, remedy, code } = error;
  if (!remedy) return withCode(code, message);
  return `${message}${message.includes("\n") ? "\n" : " "}${remedy} [${code}]`;
}
