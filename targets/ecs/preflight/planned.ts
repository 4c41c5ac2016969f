import type { RevisionPlan } from "../taskDefinition/revisions";

/** What is looked at of a planned revision. */
export interface Planned extends Pick<RevisionPlan, "service" | "input"> {
  readonly from: Pick<RevisionPlan["from"], "taskDefinitionArn">;
}

/** Twelve digits; undefined for what is no ARN. */
export function accountOf(arn: string): string | undefined {
  const [prefix, , , , account] = arn.split(":");
  return prefix === "arn" ? account : undefined;
}
