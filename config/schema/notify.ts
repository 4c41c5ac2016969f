import { z } from "zod";
import { anyText, isHttpUrl, text } from "./scalars";

const fromVariable = z.strictObject({
  env: text(
    /^[A-Za-z_]\w*$/,
    "the name of an environment variable",
    "Write the variable's name, not its value.",
  ).meta({ description: "The variable of the run that holds it." }),
});

const address = z.string().refine(isHttpUrl, {
  error: "is not the address of a web page.",
  params: {
    remedy: "Write http(s)://…, or {env: NAME} with the name of a variable that holds it.",
  },
});

const channel = z.strictObject({
  channel: anyText.meta({
    description:
      "A channel's id: a bot posts one message a release there, and keeps it up to date.",
    example: "C0123456789",
  }),
  token: z
    .union([anyText, fromVariable])
    .optional()
    .meta({ description: "The bot's token.", fallback: "{env: SLACK_BOT_TOKEN}" }),
});

const topic = text(
  /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(?:\.fifo)?$/,
  "the ARN of an SNS topic",
  "Write arn:aws:sns:us-east-1:123456789012:NAME.",
);

export const notify = z.array(
  z.union([
    z.strictObject({
      slack: z.union([address, fromVariable, channel]).meta({
        description:
          "Slack: an incoming webhook (one message when a release has ended), or a channel.",
      }),
    }),
    z.strictObject({
      webhook: z.union([address, fromVariable]).meta({
        description: "An address that gets the result as `--json` prints it.",
      }),
    }),
    z.strictObject({ sns: topic.meta({ description: "The ARN of a topic." }) }),
  ]),
);

export type NotifyOption = z.output<typeof notify>[number];
