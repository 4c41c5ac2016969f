import type { BadCase } from "./badCase";

/** Notifications and gates. */
export const badExtras: readonly BadCase[] = [
  // Notifications.
  [
    "a Slack address that is none",
    { config: { "slipway:notify": [{ slack: "#releases" }] } },
    "slipway:notify[0].slack",
    /The value is .*{env: NAME}/,
  ],
  [
    "a webhook of another kind",
    { config: { "slipway:notify": [{ webhook: "ftp://example.com/in" }] } },
    "slipway:notify[0].webhook",
    /is not the address of a web page/,
  ],
  [
    "a variable's value in place of its name",
    { config: { "slipway:notify": [{ webhook: { env: "https://example.com" } }] } },
    "slipway:notify[0].webhook.env",
    /name of an environment variable.*not its value/,
  ],
  [
    "a topic by its name",
    { config: { "slipway:notify": [{ sns: "releases" }] } },
    "slipway:notify[0].sns",
    /ARN of an SNS topic/,
  ],
  [
    "a topic with a dot that no topic's name has",
    { config: { "slipway:notify": [{ sns: "arn:aws:sns:eu-west-1:123456789012:mage.releases" }] } },
    "slipway:notify[0].sns",
    /ARN of an SNS topic/,
  ],
  // Gates.
  [
    "a gate that is none",
    { config: { "slipway:gates": [{ for: "5 min" }] } },
    "slipway:gates[0].alarms",
    /is missing/,
  ],
  [
    "a gate on no alarm",
    { config: { "slipway:gates": [{ alarms: [] }] } },
    "slipway:gates[0].alarms",
    /too short/,
  ],
  [
    "a gate on no page",
    { config: { "slipway:gates": [{ http: { url: "mage.example.com/health" } }] } },
    "slipway:gates[0].http.url",
    /not the URL of a page.*http/,
  ],
  [
    "a gate on a page at a port that is none",
    { config: { "slipway:gates": [{ http: { url: "https://mage.example.com:443000/health" } }] } },
    "slipway:gates[0].http.url",
    /not the URL of a page.*http/,
  ],
  [
    "a gate that watches for ever",
    { config: { "slipway:gates": [{ alarms: ["errors"], for: "ever" }] } },
    "slipway:gates[0].for",
    /not a duration/,
  ],
];
