import { stackFile, type Context } from "./context";

/**
 * Settings that the contract has and this version does not carry out. They are refused by name:
 * a gate that is silently not looked at, or a rollback that never comes, is worse than none.
 */
export function refuseNotYet(context: Context): void {
  const { slipway } = context.config;
  const { gates, notify, rollout, image, images = {} } = slipway;
  const refuse = (path: string) => {
    context.problems.push({
      path: `slipway:${path}`,
      message: "is not available yet in this version.",
      remedy: `Take it out of ${stackFile(context)}.`,
    });
  };
  if (gates && gates.length > 0) refuse("gates");
  if (notify && notify.length > 0) refuse("notify");
  if (typeof rollout?.failEarly === "number") refuse("rollout.failEarly");
  if (rollout?.onFailure === "rollback") refuse("rollout.onFailure: rollback");
  if (rollout?.onCancel === "rollback") refuse("rollout.onCancel: rollback");
  if (hasMirrors(image)) refuse("image.mirrors");
  for (const [name, one] of Object.entries(images)) {
    if (hasMirrors(one)) refuse(`images.${name}.mirrors`);
  }
}

function hasMirrors(image: { mirrors?: readonly string[] | undefined } | undefined): boolean {
  return (image?.mirrors ?? []).length > 0;
}
