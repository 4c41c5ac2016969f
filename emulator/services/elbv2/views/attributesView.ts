import type { TargetGroup } from "../state/targetGroup";
import type { TargetGroupAttribute } from "../shapes";

export function attributesView({ attributes }: TargetGroup): TargetGroupAttribute[] {
  return [...attributes].map(([Key, Value]) => ({ Key, Value }));
}
