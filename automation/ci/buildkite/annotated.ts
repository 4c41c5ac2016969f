import { messageOf, SlipwayError } from "../../../support/errors";
import type { ActionContext } from "../../release/context";
import { exitCodeOfError } from "../../report/errors/exitCodeOfError";
import type { Ended } from "../../commands/commandHost";
import { endingText, exitCodes, type ExitCode } from "../../report/exitCodes";
import { code } from "../../render/markdown";
import type { Message } from "../../io/message";
import { messages } from "../../io/messages";
import { errorMarkdown } from "../../render/releaseMarkdown";
import { Annotation } from "./annotation";
import type { AnnotationStyle } from "./buildkiteAgent";
import { buildFacts } from "./buildFacts";
import { footer, Progress } from "./progress";

/** Runs a command and, in a Buildkite job, shows its progress and its end on the build's page. */
export async function annotated(
  context: ActionContext,
  { stack, command }: { stack: string; command: "preview" | "up" | "rollback" },
  work: (context: ActionContext) => Promise<Ended>,
): Promise<Ended> {
  const { buildkite: agent, clock, mask, io, env, signal } = context;
  if (!agent) return work(context);
  const warn = (message: string) => io.notify(messages.warning({ message }));
  const annotation = new Annotation(`slipway-${stack}-${command}`, { agent, clock, mask, warn });
  const facts = buildFacts(env);
  const progress = new Progress(stack, facts);
  const watched = {
    notify: (message: Message) => {
      io.notify(message);
      const text = mask.text(message.text);
      if (progress.observe({ ...message, text })) annotation.show(() => progress.markdown());
    },
    close: () => io.close(),
  };
  const finish = (markdown: string, exitCode: ExitCode) =>
    annotation.finish(
      [markdown, ...footer(facts)].join("\n\n"),
      styleOf(command, exitCode),
      signal.aborted,
    );
  try {
    const ended = await work({ ...context, io: watched });
    await finish(ended.message.markdown ?? code(ended.message.text), ended.exitCode);
    return ended;
  } catch (error) {
    const exitCode = exitCodeOfError(error);
    const remedy = error instanceof SlipwayError ? error.remedy : undefined;
    const title = `${code(stack)}: ${command}: ${endingText(exitCode)}`;
    await finish(errorMarkdown(title, mask.text(messageOf(error)), remedy), exitCode);
    throw error;
  }
}

function styleOf(command: string, exitCode: ExitCode): AnnotationStyle {
  if (exitCode === exitCodes.success) return command === "preview" ? "info" : "success";
  return exitCode === exitCodes.superseded || exitCode === exitCodes.cancelled
    ? "warning"
    : "error";
}
