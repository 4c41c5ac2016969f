import { SlipwayError, messageOf } from "../../support/errors";
import { exitCodes } from "../report/exitCodes";
import { buildLink } from "../ci/buildLink";
import { whoRuns } from "../ci/whoRuns";
import { messages } from "../io/messages";
import { Announcer } from "./announcer";
import type { Notice, NoticeError } from "./notice";
import type { ActionContext } from "../release/context";
import { exitCodeOfError } from "../report/errors/exitCodeOfError";
import type { OpenRelease } from "../release/openRelease";
import type { ReleaseReport } from "../report/releaseReport";

/** Runs a release or a rollback, and notifies the channels of the settings of its start and its end. */
export async function withAnnouncements(
  context: ActionContext,
  release: OpenRelease,
  verb: "release" | "rollback",
  work: () => Promise<ReleaseReport>,
): Promise<ReleaseReport> {
  const announcer = announcerFor(context, release);
  const facts = noticeFacts(context, release, verb);
  announcer.tell({ ...facts, state: "started" });
  try {
    const report = await work();
    announcer.tell({ ...facts, state: "ended", report });
    return report;
  } catch (error) {
    announcer.tell({ ...facts, state: "ended", error: noticeError(error) });
    throw error;
  } finally {
    await announcer.settled();
  }
}

/** Notifies the channels of the settings that a release was refused before it began. */
export async function announceRefused(
  context: ActionContext,
  release: OpenRelease,
  error: unknown,
): Promise<void> {
  const announcer = announcerFor(context, release);
  const facts = noticeFacts(context, release, "release");
  announcer.tell({ ...facts, state: "ended", error: noticeError(error) });
  await announcer.settled();
}

/** Notifies the channels of the settings that a release waits for approval. */
export async function announceWaiting(
  context: ActionContext,
  release: OpenRelease,
  report: ReleaseReport,
): Promise<void> {
  if (report.exitCode !== exitCodes.success || report.nothingToDo) return;
  const announcer = announcerFor(context, release);
  announcer.tell({ ...noticeFacts(context, release, "release"), state: "waiting", report });
  await announcer.settled();
}

function noticeError(error: unknown): NoticeError {
  const code = error instanceof SlipwayError ? error.code : "UNEXPECTED";
  return { code, message: messageOf(error), exitCode: exitCodeOfError(error) };
}

function announcerFor(context: ActionContext, { settings }: OpenRelease): Announcer {
  const { clock, mask, io, signal } = context;
  const warn = (message: string) => io.notify(messages.warning({ message }));
  return new Announcer(context.notifiers(settings), { clock, mask, signal, warn });
}

function noticeFacts(
  { env }: ActionContext,
  { settings }: OpenRelease,
  verb: string,
): Omit<Notice, "state"> {
  const [by, link] = [whoRuns(env), buildLink(env)];
  return {
    verb,
    environment: settings.stack,
    version: settings.commit.version,
    ...(by !== undefined && { by }),
    ...(link !== undefined && { link }),
  };
}
