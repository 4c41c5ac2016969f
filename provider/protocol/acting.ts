import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Remembered } from "../adapter";
import { fromStruct, toStruct } from "../properties";
import { onResource, unary, type Operation } from "./call";
import { whole } from "./status";

/** What makes, changes and reads resources; the engine asks for many at once. */
export function acting(operation: Operation) {
  return {
    create: onResource(operation, async (request: proto.CreateRequest, resource, context) => {
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
    update: onResource(operation, async (request: proto.UpdateRequest, resource, context) => {
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
    read: onResource(operation, async (request: proto.ReadRequest, resource, context) => {
      const live = await resource.read(request.getId(), context, {
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
    delete: unary(operation.log, () => new Empty()),
  };
}
