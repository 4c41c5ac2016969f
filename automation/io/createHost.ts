import { systemClock } from "../../support/clock";
import type { IoHost } from "./ioHost";
import { LineHost } from "./lineHost";
import type { Mask } from "./mask";
import type { Output } from "./output";
import { createStyle, wantsColours } from "./style";
import { TerminalHost } from "./terminalHost";

interface HostOptions {
  readonly output: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly mask: Mask;
  readonly json: boolean;
}

/** In place on a terminal, line by line everywhere else; CI's terminals are no terminals. */
export function createHost({ output, env, mask, json }: HostOptions): IoHost {
  const terminal = output.columns !== undefined;
  const style = createStyle(wantsColours(env, terminal));
  const form = json
    ? ({ kind: "json", mask: (value: unknown) => mask.json(value) } as const)
    : ({ kind: "text" } as const);
  const inPlace = terminal && !env.CI && env.TERM !== "dumb";
  return inPlace
    ? new TerminalHost(output, style, form, systemClock)
    : new LineHost(output, style, form);
}
