import * as grpc from "@grpc/grpc-js";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { withCode } from "../../contract/refusal";
import { messageOf, SlipwayError } from "../../support/errors";
import type { Stored, WireResource } from "../adapter";
import { toStruct } from "../properties";

/** Marks an answer that carries a partial failure: state is kept, the operation is not a success. */
class InitFailed extends Error {
  constructor(
    readonly stored: Stored,
    readonly refreshBeforeUpdate: boolean,
  ) {
    super(stored.failures.join("\n"));
  }
}

/** @throws InitFailed for a partial failure, which the protocol wants as an error */
export function whole(stored: Stored, resource: WireResource): Stored {
  if (stored.failures.length > 0) throw new InitFailed(stored, resource.refreshBeforeUpdate);
  return stored;
}

/** How the protocol tells an error. */
export function statusOf(error: unknown): Partial<grpc.ServiceError> {
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
