import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { fromStruct } from "../properties";
import { onResource, type Operation } from "./call";
import { checkFailure } from "./checkFailure";

/** Which inputs are right, and whether they make a difference. No look-ups: the engine asks one at a time. */
export function planning(operation: Operation) {
  return {
    check: onResource(operation, (request: proto.CheckRequest, resource) => {
      const failures = resource.check(fromStruct(request.getNews()));
      return new proto.CheckResponse()
        .setInputs(request.getNews())
        .setFailuresList(failures.map(checkFailure));
    }),
    diff: onResource(operation, (request: proto.DiffRequest, resource) => {
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
  };
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
