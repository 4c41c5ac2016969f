import type { Context } from "../context";
import type { NotifyOption } from "../schema/notify";
import type { NotifySettings, SecretSource } from "../settings";

export function resolveNotify({ config, origins }: Context): NotifySettings[] {
  const { notify = [] } = config.slipway;
  notify.forEach((one, n) => origins.addSetting(`notify[${n}]`, one, undefined, "slipway:notify"));
  return notify.map(recipient);
}

function recipient(option: NotifyOption): NotifySettings {
  if ("sns" in option) return { kind: "sns", topic: option.sns };
  if ("webhook" in option) return { kind: "webhook", url: source(option.webhook) };
  const { slack } = option;
  if (typeof slack === "string" || "env" in slack) return { kind: "slack", url: source(slack) };
  const { channel, token = { env: "SLACK_BOT_TOKEN" } } = slack;
  return { kind: "slack channel", channel, token: source(token) };
}

function source(given: string | { env: string }): SecretSource {
  return typeof given === "string" ? { value: given } : given;
}
