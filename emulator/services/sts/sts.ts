import type { Clock, Random } from "../../../support/clock";
import type { AccessKeys } from "../../access/accessKeys";
import { ServiceError } from "../../server/serviceError";
import {
  bindOperations,
  type OperationTable,
  type ServiceModule,
} from "../../server/serviceModule";
import model from "./model.json";
import { assumeRole } from "./operations/assumeRole";
import { getCallerIdentity } from "./operations/getCallerIdentity";
import type { Operations } from "./shapes";

/** What STS remembers: the sessions it has handed out, by access key. */
export interface Sts {
  /** Real time: clients compare a session's end with the time of their machine. */
  clock: Clock;
  /** Where the sessions' keys are accepted from. */
  keys: AccessKeys;
  random: Random;
  account: string;
  sessions: Map<string, { account: string; arn: string; userId: string }>;
}

const operations: OperationTable<Operations, Sts> = {
  AssumeRole: assumeRole,
  GetCallerIdentity: (sts, _input, request) => getCallerIdentity(sts, request.accessKeyId),
};

export function createSts(parts: Omit<Sts, "sessions">): Sts {
  return { ...parts, sessions: new Map() };
}

export function stsModule(sts: Sts): ServiceModule {
  return {
    name: "sts",
    protocol: "query",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    model,
    invalid: (message) => new ServiceError("ValidationError", message),
    operations: bindOperations<Operations, Sts>(operations, sts),
  };
}
