import { messageOf } from "../../../support/errors";
import type { ActionContext } from "../../release/context";
import type { ReleaseReport } from "../../report/releaseReport";
import { exitCodes } from "../../report/exitCodes";
import { messages } from "../../io/messages";
import { releaseMetaData } from "./releaseMetaData";

/** Keeps a release's digests and revisions as meta-data for later steps of the build. Never rejects. */
export async function saveMetaData(
  { buildkite: agent, io }: ActionContext,
  report: ReleaseReport,
): Promise<void> {
  if (!agent || report.exitCode !== exitCodes.success) return;
  const entries = Object.entries(releaseMetaData(report));
  const { signal } = new AbortController();
  await Promise.all(entries.map(([key, value]) => agent.setMetaData(key, value, signal))).catch(
    (error: unknown) => {
      const message = `This release's meta-data could not be kept for later steps: ${messageOf(error)}`;
      io.notify(messages.warning({ message }));
    },
  );
}
