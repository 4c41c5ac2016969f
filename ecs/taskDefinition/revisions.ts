import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import type { EcsApi } from "../ecsApi";
import type { RevisionAction, RevisionImages, VariableChange } from "../events";
import type { TaskDefinitionChange } from "./change";

/** `service`: copy the revision that the service runs; `family`: the newest one of its family. */
export type RevisionBase = "service" | "family";

export interface RevisionRequest {
  cluster: string;
  service: string;
  base: RevisionBase;
  change: TaskDefinitionChange;
}

/** What would be registered, worked out from what is live; nothing was touched. */
export interface RevisionPlan {
  service: string;
  family: string;
  action: RevisionAction;
  /** What the service runs now. */
  from: RevisionImages & { taskDefinitionArn: string };
  /** No revision where one has to be registered. */
  to: { revision?: string; taskDefinitionArn?: string; images: Record<string, string> };
  /** Image's repository URL → containers that it was chosen for. */
  containers: Record<string, string[]>;
  variables: VariableChange[];
  warnings: string[];
  /** What to register. Holds other people's values: never print or store it. */
  input: RegisterTaskDefinitionRequest;
}

export interface RegisteredRevision {
  taskDefinitionArn: string;
  /** `family:n`. */
  revision: string;
  action: RevisionAction;
}

/** Reads only. @throws NoContainerChosen, VariableIsSecret, ServiceNotFound and AWS's errors */
export declare function planRevision(
  api: EcsApi,
  request: RevisionRequest,
  signal?: AbortSignal,
): Promise<RevisionPlan>;

/** Registers planned revisions, one at a time per family; keep one for a process. */
export declare class RevisionRegistrar {
  constructor(api: EcsApi);
  /** Does nothing for a plan that is `unchanged` or `reuse`. */
  register(plan: RevisionPlan, signal?: AbortSignal): Promise<RegisteredRevision>;
}
