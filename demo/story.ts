import pc from "picocolors";

/** Tells a person what happens, step by step. */
export interface Story {
  /** A numbered heading. */
  step(title: string): void;
  say(text: string): void;
  /** A line that another program printed. */
  quote(line: string): void;
  /** A command to paste. */
  command(text: string): void;
}

/** @param write gets whole lines, with their line feed */
export function createStory(write: (text: string) => void): Story {
  let steps = 0;
  return {
    step(title) {
      steps += 1;
      write(`\n${pc.bold(`${steps}. ${title}`)}\n`);
    },
    say: (text) => write(`   ${text}\n`),
    quote: (line) => write(`   ${pc.dim("│")} ${line}`.trimEnd() + "\n"),
    command: (text) => write(`     ${pc.cyan(text)}\n`),
  };
}
