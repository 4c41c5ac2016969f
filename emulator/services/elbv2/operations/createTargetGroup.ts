import type { TargetGroup } from "../state/targetGroup";
import { elbArn, elbId, type Elb } from "../elb";
import { duplicateTargetGroupName, notModelled, validationError } from "../errors";
import { healthCheckSettings } from "../rules/healthCheckSettings";
import { checkName } from "../rules/names";
import { defaultAttributes } from "../rules/targetGroupAttributes";
import type { CreateTargetGroupInput, CreateTargetGroupOutput } from "../shapes";
import { targetGroupView } from "../views/targetGroupView";

/** A target group for HTTP; called again with the same members it answers with the one that is there. */
export function createTargetGroup(
  elb: Elb,
  input: CreateTargetGroupInput,
): CreateTargetGroupOutput {
  const { Name: name, Port: port, VpcId: vpcId } = input;
  checkName("Target group", name);
  const targetType = input.TargetType ?? "instance";
  if (targetType === "lambda" || targetType === "alb") {
    throw notModelled(`A target group of type ${targetType}`);
  }
  const { ProtocolVersion: version = "HTTP1" } = input;
  if (!input.Protocol) throw validationError("A protocol must be specified");
  if (input.Protocol !== "HTTP") throw notModelled(`A target group on ${input.Protocol}`);
  if (version !== "HTTP1") throw notModelled(`The protocol version ${version}`);
  if (port === undefined) throw validationError("A port must be specified");
  if (port < 1 || port > 65535) {
    throw validationError(`Target group port '${port}' must be in the range 1-65535`);
  }
  if (vpcId === undefined) throw validationError("A VPC ID must be specified");
  const healthCheck = healthCheckSettings(input);
  const fingerprint = JSON.stringify(input);
  const existing = [...elb.store.targetGroups.values()].find((group) => group.name === name);
  if (existing && existing.fingerprint !== fingerprint) {
    throw duplicateTargetGroupName(
      `A target group with the same name '${name}' exists, but with different settings`,
    );
  }
  const group: TargetGroup = existing ?? {
    arn: elbArn(elb, `targetgroup/${name}/${elbId(elb)}`),
    ...{ name, port, vpcId, targetType, healthCheck, fingerprint },
    protocol: "HTTP",
    protocolVersion: "HTTP1",
    attributes: defaultAttributes(),
    targets: new Set(),
    turn: 0,
  };
  elb.store.targetGroups.set(group.arn, group);
  return { TargetGroups: [targetGroupView(elb.store, group)] };
}
