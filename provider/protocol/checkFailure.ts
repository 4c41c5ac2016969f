import * as proto from "@pulumi/pulumi/proto/provider_pb";
import type { CheckFailure } from "../adapter";

export function checkFailure({ property, reason }: CheckFailure): proto.CheckFailure {
  return new proto.CheckFailure().setProperty(property).setReason(reason);
}
