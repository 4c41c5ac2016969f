import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { fromStruct } from "../properties";
import { unary, type Operation } from "./call";
import { checkFailure } from "./checkFailure";

/** The settings of an instance. */
export function configuration({ instances, log }: Operation) {
  return {
    checkConfig: unary(log, (request: proto.CheckRequest, connection) => {
      const { dispatch } = instances.begin(connection);
      const failures = dispatch.checkConfig(fromStruct(request.getNews()));
      return new proto.CheckResponse()
        .setInputs(request.getNews())
        .setFailuresList(failures.map(checkFailure));
    }),
    // Other settings reach the same services: nothing has to be replaced.
    diffConfig: unary(log, (_request: proto.DiffRequest) => new proto.DiffResponse()),
    configure: unary(log, (request: proto.ConfigureRequest, connection) => {
      const instance = instances.begin(connection);
      const settings = fromStruct(request.getArgs());
      instance.dispatch.configure(settings);
      instance.settings = JSON.stringify(settings);
      return new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
  };
}
