import { cancellable } from "../release/cancellable";
import { build } from "../release/build";
import { saveMetaData } from "../ci/buildkite/saveMetaData";
import { messages } from "../io/messages";
import type { CommandHost } from "./commandHost";
import { environmentCommand } from "./environmentCommand";
import { maskedReport } from "./maskedReport";

export function buildCommand(host: CommandHost) {
  return environmentCommand(
    host,
    {
      name: "build",
      summary: "Build and push the images of the commit, unless they are there. No service moves.",
      examples: ["build staging", "build staging --json"],
      moves: () => false,
    },
    async (context, request) => {
      const work = () => build(context, request);
      const report = maskedReport(context.mask, await cancellable(context.signal, "Build", work));
      await saveMetaData(context, report);
      const { exitCode, failures } = report;
      return { message: messages.built(report), exitCode, failures };
    },
  );
}
