import { unescape } from "node:querystring";
import type { NotifySettings, SecretSource, Settings } from "../../config/settings";
import type { AwsSettings } from "../../contract/awsSettings";
import type { Notifier, Send } from "./notifier";
import { slackChannel } from "./slackChannel";
import { slackWebhook } from "./slackWebhook";
import { sns } from "./sns";
import type { SnsApi } from "./snsApi";
import { webhook } from "./webhook";
import type { Environment } from "../../support/environment";

interface Outside {
  readonly env: Environment;
  readonly send: Send;
  readonly sns: (settings: AwsSettings) => SnsApi;
  /** `https://slack.com/api` */
  readonly slackApi: string;
}

/** The channels that the settings name for a release. */
export function createNotifiers(
  { notify, aws }: Pick<Settings, "notify" | "aws">,
  outside: Outside,
): Notifier[] {
  return notify.map((one) => notifierOf(one, aws, outside));
}

/** The secrets among the settings: addresses and tokens. */
export function notifySecrets(notify: readonly NotifySettings[], env: Environment): string[] {
  return notify.flatMap((one) => {
    if (one.kind === "sns") return [];
    if (one.kind === "slack channel") return valueOf(one.token, env) ?? [];
    const url = valueOf(one.url, env);
    return url === undefined ? [] : [url, ...secretsIn(url)];
  });
}

/** A shorter path is hardly a secret, and may occur in other text. */
const shortestPath = 16;

/** The parts of an address that an answer may repeat: servers name a path that they don't know. */
function secretsIn(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const { pathname, search, searchParams, username, password } = new URL(address);
  const paths = [pathname + search, pathname, ...pathname.split("/")];
  return [
    ...paths.filter((path) => path.length >= shortestPath),
    ...searchParams.values(),
    ...[username, password].map(unescape),
  ];
}

function notifierOf(one: NotifySettings, aws: AwsSettings, outside: Outside): Notifier {
  const { env, send, slackApi: api } = outside;
  switch (one.kind) {
    case "slack":
      return withSecret("Slack", one.url, env, (url) => slackWebhook(url, send));
    case "slack channel":
      return withSecret(`Slack channel ${one.channel}`, one.token, env, (token) =>
        slackChannel({ channel: one.channel, token, api }, send),
      );
    case "webhook":
      return withSecret("The webhook", one.url, env, (url) => webhook(url, send));
    case "sns":
      return sns(one.topic, outside.sns({ ...aws, region: regionOf(one.topic) }));
  }
}

/** A missing secret only warns: a developer need not have every channel. */
function withSecret(
  name: string,
  source: SecretSource,
  env: Environment,
  make: (secret: string) => Notifier,
): Notifier {
  const secret = valueOf(source, env);
  if (secret !== undefined) return make(secret);
  const variable = "env" in source ? source.env : "";
  return { name, tell: () => Promise.reject(new Error(`${variable} is not set`)) };
}

function valueOf(source: SecretSource, env: Environment): string | undefined {
  return "value" in source ? source.value : env[source.env]?.trim() || undefined;
}

/** `arn:aws:sns:REGION:…` */
function regionOf(topic: string): string {
  return topic.split(":")[3] ?? "";
}
