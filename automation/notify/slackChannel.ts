import { z } from "zod";
import type { Notifier, Send } from "./notifier";
import { post } from "./post";
import { slackMessage } from "./slackMessage";

/** Slack answers 200 to whatever it understood (docs.slack.dev, chat.postMessage). */
const slackAnswer = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
});

interface Channel {
  readonly channel: string;
  readonly token: string;
  /** `https://slack.com/api` */
  readonly api: string;
}

/** A channel that a bot posts to: one message a release, brought up to date as it goes on. */
export function slackChannel({ channel, token, api }: Channel, send: Send): Notifier {
  /** The message, once it is there. An update takes the channel's id, as the first answer has it. */
  let posted: { channel: string; ts: string } | undefined;
  return {
    name: `Slack channel ${channel}`,
    async tell(notice, signal) {
      const method = posted ? "chat.update" : "chat.postMessage";
      const body = { ...slackMessage(notice), ...(posted ?? { channel }) };
      const headers = { authorization: `Bearer ${token}` };
      const text = await post(send, `${api}/${method}`, body, headers, signal);
      const answer = slackAnswer.safeParse(parsed(text)).data;
      if (!answer?.ok) throw new Error(`${method}: ${answer?.error ?? "not Slack's answer"}`);
      if (answer.ts !== undefined) {
        posted ??= { channel: answer.channel ?? channel, ts: answer.ts };
      }
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
