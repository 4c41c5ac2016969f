import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { schemaOf } from "../schema";
import { unary, type Operation } from "./call";

/** How an instance begins, what it is, and how it ends. */
export function lifecycle({ instances, log }: Operation) {
  return {
    handshake: unary(log, (request: proto.ProviderHandshakeRequest, connection) => {
      instances.begin(connection);
      log.connect(request.getEngineAddress());
      return new proto.ProviderHandshakeResponse().setAcceptSecrets(true);
    }),
    attach: unary(log, (request: PluginAttach, connection) => {
      instances.begin(connection);
      log.connect(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: unary(log, (_request: Empty, connection) =>
      new PluginInfo().setVersion(instances.begin(connection).dispatch.version),
    ),
    getSchema: unary(log, (_request: proto.GetSchemaRequest, connection) =>
      new proto.GetSchemaResponse().setSchema(schemaOf(instances.begin(connection).dispatch)),
    ),
    // Comes at the end of every run, too: only operations in flight take notice.
    cancel: unary(log, (_request: Empty, connection) => {
      instances.at(connection).cancel();
      return new Empty();
    }),
  };
}
