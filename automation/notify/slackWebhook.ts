import type { Notifier, Send } from "./notifier";
import { post } from "./post";
import { slackMessage } from "./slackMessage";

/**
 * An incoming webhook of Slack. It can only post: nothing that it has said can be changed. So that a
 * release is one message all the same, its beginning is not told.
 */
export function slackWebhook(url: string, send: Send): Notifier {
  return {
    name: "Slack",
    async tell(notice, signal) {
      if (notice.state === "started") return;
      await post(send, url, slackMessage(notice), {}, signal);
    },
  };
}
