import type { Notice } from "./notice";
import { noticeText, start, type NoticeText } from "./noticeText";

/** The members that an incoming webhook and chat.postMessage have in common. */
export interface SlackMessage {
  /** For notifications and for clients that show no attachments. */
  readonly text: string;
  readonly attachments: readonly {
    readonly color: string;
    readonly fallback: string;
    readonly blocks: readonly SlackBlock[];
  }[];
  readonly unfurl_links: false;
}

interface SlackBlock {
  readonly type: "section";
  readonly text: { readonly type: "mrkdwn"; readonly text: string };
}

const colours: Readonly<Record<NoticeText["mood"], string>> = {
  good: "#2eb67d",
  bad: "#e01e5a",
  careful: "#ecb22e",
  neutral: "#8d8d8d",
};

/** A section's text may have 3000 characters (docs.slack.dev, section block). */
const longestText = 2900;

/** A notice as Slack shows it. Text of others can neither format, link nor mention. */
export function slackMessage(notice: Notice): SlackMessage {
  const { headline, reasons, mood } = noticeText(notice);
  const link = notice.link === undefined ? "" : `\n<${linkTarget(notice.link)}|Open the build>`;
  const text = escaped(headline);
  const blocks = [
    section(`*${bold(text)}*${link}`),
    ...(reasons.length > 0 ? [section(codeBlock(reasons.join("\n")))] : []),
  ];
  return {
    text,
    attachments: [{ color: colours[mood], fallback: text, blocks }],
    unfurl_links: false,
  };
}

function section(text: string): SlackBlock {
  return { type: "section", text: { type: "mrkdwn", text } };
}

/** Slack's three control characters (docs.slack.dev, formatting message text). */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Nothing in a headline ends its bold, or begins code. */
function bold(text: string): string {
  return text.replace(/[*`_~]/g, "·").replace(/\s+/g, " ");
}

function codeBlock(text: string): string {
  const inside = start(escaped(text.replaceAll("```", "'''")), longestText);
  // An entity that was cut in two would show its rest.
  return `\`\`\`${inside.replace(/&[a-z]{0,3}$/, "")}\`\`\``;
}

function linkTarget(link: string): string {
  return link.replace(/[<>|\s]/g, encodeURIComponent);
}
