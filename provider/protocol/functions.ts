import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { fromStruct, toStruct, type Properties } from "../properties";
import { unary, type Operation } from "./call";
import { checkFailure } from "./checkFailure";

/** What programs call. */
export function functions({ instances, log }: Operation) {
  return {
    invoke: unary(log, async (request: proto.InvokeRequest, connection) => {
      const { dispatch, signal } = instances.at(connection);
      const token = request.getTok();
      const called = dispatch.function(token);
      if (!called) throw new Error(`Slipway has no function ${token}.`);
      const parsed = called.inputs.safeParse(fromStruct(request.getArgs()));
      if (!parsed.success) {
        return new proto.InvokeResponse().setFailuresList(
          parsed.error.issues.map((issue) =>
            checkFailure({ property: issue.path.join("."), reason: issue.message }),
          ),
        );
      }
      const context = { signal, preview: request.getPreview(), log: (urn: string) => log.of(urn) };
      const result = await called.call(parsed.data, context);
      return new proto.InvokeResponse().setReturn(toStruct(result as Properties));
    }),
  };
}
