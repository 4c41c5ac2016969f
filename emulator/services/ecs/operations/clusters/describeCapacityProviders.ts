import type { Ecs } from "../../createEcs";
import type {
  CapacityProvider,
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse,
} from "../../shapes";

/** The two of Fargate, which every account has. */
export function describeCapacityProviders(
  ecs: Ecs,
  { capacityProviders: asked }: DescribeCapacityProvidersRequest,
): DescribeCapacityProvidersResponse {
  const arn = (name: string) =>
    `arn:aws:ecs:${ecs.region}:${ecs.account}:capacity-provider/${name}`;
  const all = ["FARGATE", "FARGATE_SPOT"].map((name): CapacityProvider => ({
    capacityProviderArn: arn(name),
    name,
    status: "ACTIVE",
    tags: [],
  }));
  const isAsked = (p: CapacityProvider) =>
    asked?.some((a) => a === p.name || a === p.capacityProviderArn) ?? true;
  const missing = (asked ?? []).filter(
    (a) => !all.some((p) => p.name === a || p.capacityProviderArn === a),
  );
  return {
    capacityProviders: all.filter(isAsked),
    failures: missing.map((name) => ({ arn: arn(name), reason: "MISSING" })),
  };
}
