import { systemClock } from "../../support/clock";
import type { IoHost } from "./ioHost";
import { LineHost } from "./lineHost";
import type { Mask } from "./mask";
import type { Output } from "./output";
import type { OutputForm, ResultForm } from "../render/resultText";
import { createStyle, wantsColours } from "./style";
import { TerminalHost } from "./terminalHost";

interface HostOptions {
  readonly output: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly mask: Mask;
  readonly form: OutputForm;
}

/** In place on a terminal, line by line everywhere else; CI's terminals are no terminals. */
export function createHost({ output, env, mask, form: kind }: HostOptions): IoHost {
  const terminal = output.columns !== undefined;
  const style = createStyle(wantsColours(env, terminal));
  const form: ResultForm =
    kind === "json" ? { kind, mask: (value: unknown) => mask.json(value) } : { kind };
  const inPlace = terminal && !env.CI && env.TERM !== "dumb";
  return inPlace
    ? new TerminalHost(output, style, form, systemClock)
    : new LineHost(output, style, form);
}
