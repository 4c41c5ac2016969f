import { stackFile, type Context } from "../../context";
import { otherAws } from "../otherAws";
import type { PromotionSettings } from "../../settings";

/** Which environment's images are released, if any is: flag, environment, stack configuration. */
export function resolvePromotion(context: Context): PromotionSettings | undefined {
  const { config, run, origins, problems, stack } = context;
  const { promotion = {} } = config.slipway;
  const given = run.from;
  const from = given?.value.trim() ?? promotion.from;
  if (from === undefined || run.empty.has("from")) return undefined;
  const path = given?.path ?? "slipway:promotion.from";
  if (from === stack) {
    problems.push({
      path,
      message: `is ${JSON.stringify(from)}, the environment that is released to.`,
      remedy: "Name the environment that the images come from.",
    });
    return undefined;
  }
  if (!/^[a-zA-Z0-9._-]{1,100}$/.test(from)) {
    problems.push({
      path,
      message: `${JSON.stringify(from.slice(0, 60))} is not the name of an environment.`,
      remedy: `Name the stack whose images ${stack} gets, as in ${stackFile({ stack: "<stack>" })}.`,
    });
    return undefined;
  }
  origins.add("promotion.from", from, given?.origin ?? origins.stackKey("slipway:promotion.from"));
  return { from, ...(promotion.aws && { aws: otherAws(promotion.aws) }) };
}
