import { parseArgs } from "node:util";

export const usage = `Usage: npm run bench:overhead -- [options]
What a release costs beside ECS's own time, against a bare \`pulumi up\` of an empty program.
  --services N,N…      how many services, one table row each (1,10,50,200)
  --others N,N…        how many of them also with ecs-deploy and the script (1,10)
  --repetitions N      of each, in turn with the empty program (5)
  --time-scale N       how many times as fast as real time AWS's clock runs (100)
  --poll MILLISECONDS  real time between two of Slipway's questions; as often as by default, by
                       AWS's clock, unless told otherwise: 5000 divided by the time scale
  --with-build         also releases that build their image; needs a Docker engine, or root
  --write              puts what was measured into docs/comparison.md
Linux only. Nothing else may run meanwhile: times of a busy machine mean nothing.`;

export interface Options {
  readonly services: readonly number[];
  readonly others: readonly number[];
  readonly repetitions: number;
  readonly timeScale: number;
  readonly poll: number;
  readonly withBuild: boolean;
  readonly write: boolean;
}

/** Undefined where help is asked for. @throws Error that names what is wrong */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      services: { type: "string", default: "1,10,50,200" },
      others: { type: "string", default: "1,10" },
      repetitions: { type: "string", default: "5" },
      "time-scale": { type: "string", default: "100" },
      poll: { type: "string" },
      "with-build": { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const timeScale = above0("time-scale", values["time-scale"]);
  const services = counts("services", values.services);
  return {
    services,
    others: counts("others", values.others).filter((n) => services.includes(n)),
    repetitions: count("repetitions", values.repetitions),
    timeScale,
    poll: values.poll === undefined ? 5_000 / timeScale : above0("poll", values.poll),
    withBuild: values["with-build"],
    write: values.write,
  };
}

function counts(name: string, text: string): number[] {
  if (text === "") return [];
  const numbers = text.split(",").map((part) => count(name, part));
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function count(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new Error(`--${name}: "${text}" is not a whole number above 0.`);
  }
  return number;
}

function above0(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && number < Infinity)) {
    throw new Error(`--${name}: "${text}" is not a number above 0.`);
  }
  return number;
}
