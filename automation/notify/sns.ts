import type { Notice } from "./notice";
import type { Notifier } from "./notifier";
import { noticeText } from "./noticeText";
import type { SnsApi } from "./snsApi";

/** A topic whose subscribers read mail, chat or messages; attributes say the same to programs. */
export function sns(topic: string, api: SnsApi): Notifier {
  return {
    name: `SNS topic ${topic.slice(topic.lastIndexOf(":") + 1)}`,
    async tell(notice, signal) {
      if (notice.state === "started") return;
      const { headline, reasons } = noticeText(notice);
      const text = [headline, ...reasons, ...(notice.link ? [notice.link] : [])].join("\n");
      const message = { topic, subject: subjectOf(headline), text, attributes: facts(notice) };
      const order = topic.endsWith(".fifo") ? { group: groupOf(notice.environment) } : {};
      await api.publish({ ...message, ...order }, signal);
    },
  };
}

/** Printable ASCII, not beginning with a blank, at most 100 characters (SNS API, Publish). */
function subjectOf(headline: string): string {
  const ascii = headline.replace(/[^\x20-\x7e]+/g, "-").trim();
  return ascii.length <= 100 ? ascii : `${ascii.slice(0, 97)}...`;
}

/** Letters, digits and punctuation of ASCII, at most 128 (SNS API, Publish, MessageGroupId). */
function groupOf(environment: string): string {
  return environment.replace(/[^\x21-\x7e]/g, "-").slice(0, 128);
}

function facts({ state, environment, version, report, error }: Notice): Record<string, string> {
  const exitCode = report?.exitCode ?? error?.exitCode;
  return {
    state,
    environment,
    commit: version,
    ...(exitCode !== undefined && state === "ended" && { exitCode: String(exitCode) }),
  };
}
