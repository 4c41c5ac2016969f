import type { Compatibility, RegisterTaskDefinitionRequest, Tag } from "../shapes";

/** One revision of a family. Times are milliseconds since the epoch, as everywhere in state/. */
export interface TaskDefinition {
  arn: string;
  family: string;
  revision: number;
  status: "ACTIVE" | "INACTIVE" | "DELETE_IN_PROGRESS";
  /** As registered, with the defaults that ECS fills in; without tags. */
  content: Omit<RegisterTaskDefinitionRequest, "tags">;
  compatibilities: Compatibility[];
  tags: Tag[];
  registeredAt: number;
  registeredBy: string;
  deregisteredAt?: number;
  deleteRequestedAt?: number;
}

/** `revisions` keeps its order; `last` counts on after a delete. */
export interface Family {
  name: string;
  last: number;
  revisions: Map<number, TaskDefinition>;
}
