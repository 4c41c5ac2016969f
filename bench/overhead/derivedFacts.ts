import { seconds } from "./overheadTables";
import type { Summary } from "./summary";
import type { Kind } from "./turn";

const idle: Kind = "`slipway up`, nothing to do";
const release: Kind = "`slipway up`";
const build: Kind = "`slipway up` with a build";

/** The conclusions from the tables, a line each; those that were not measured are left out. */
export function derivedFacts(all: readonly Summary[]): string[] {
  const of = (kind: Kind) => all.filter((summary) => summary.kind === kind);
  const sized = (kind: Kind, value: (summary: Summary) => string | undefined) =>
    of(kind)
      .flatMap((summary) => {
        const text = value(summary);
        return text === undefined ? [] : [`${text} (${summary.services})`];
      })
      .join(" · ");
  const time = (value: number | undefined) => (value === undefined ? undefined : seconds(value));
  const describes = ({ calls, services }: Summary) =>
    ((calls["DescribeTaskDefinition"] ?? 0) / services).toFixed(1);
  const lists = ({ calls, services }: Summary) =>
    ((calls["ListTaskDefinitions"] ?? 0) / services).toFixed(1);
  const first = ({ release: times }: Summary) => time(times.untilFirstUpdate);
  const lines: [string, string][] = [
    [
      "nothing to do ÷ floor (processor)",
      sized(idle, ({ run, floor }) => (run.processor / floor.processor).toFixed(1)),
    ],
    [
      "first UpdateService after the start",
      sized(release, ({ release: times }) => time(times.fromStart)),
    ],
    ["first UpdateService after the image is there", sized(release, first)],
    ["first UpdateService after the image is there, with a build", sized(build, first)],
    ["verdict after ECS has it", sized(release, ({ release: times }) => time(times.untilVerdict))],
    [`${growthName(of(idle))}, nothing to do`, growth(of(idle))],
    [`${growthName(of(release))}, release`, growth(of(release))],
    ["describes a family, nothing to do", sized(idle, describes)],
    ["describes a family, release", sized(release, describes)],
    ["lists a family, release", sized(release, lists)],
  ];
  return lines.filter(([, text]) => text !== "").map(([name, text]) => `${name}: ${text}`);
}

/** 50 where it was measured, else the largest. */
function many(sizes: readonly Summary[]): Summary | undefined {
  const more = sizes.filter(({ services }) => services > 1);
  return more.find(({ services }) => services === 50) ?? more.at(-1);
}

function growthName(sizes: readonly Summary[]): string {
  return `${many(sizes)?.services ?? 0} services ÷ 1`;
}

function growth(sizes: readonly Summary[]): string {
  const [one, most] = [sizes.find(({ services }) => services === 1), many(sizes)];
  if (!one || !most) return "";
  const wall = (most.run.wall / one.run.wall).toFixed(1);
  return `${wall} (wall), ${(most.run.processor / one.run.processor).toFixed(1)} (processor)`;
}
