import { stackFile, type Context } from "./context";
import type { SlipwayOptions } from "./parse";

interface NotYet {
  /** As docs/settings.md names it. */
  readonly name: string;
  /** Where a stack's configuration asks for it. */
  readonly asked: (options: SlipwayOptions) => string[];
}

const when = (asked: boolean, path: string) => (asked ? [path] : []);

/**
 * Settings that the contract has and this version does not carry out. They are refused by name:
 * a gate that is silently not looked at, or a rollback that never comes, is worse than none.
 */
export const notYet: readonly NotYet[] = [
  {
    name: "mirrors",
    asked: ({ image, images = {} }) => [
      ...when((image?.mirrors ?? []).length > 0, "image.mirrors"),
      ...Object.entries(images).flatMap(([name, { mirrors = [] }]) =>
        when(mirrors.length > 0, `images.${name}.mirrors`),
      ),
    ],
  },
];

export function refuseNotYet(context: Context): void {
  const paths = notYet.flatMap(({ asked }) => asked(context.config.slipway));
  for (const path of paths) {
    context.problems.push({
      path: `slipway:${path}`,
      message: "is not available yet in this version.",
      remedy: `Take it out of ${stackFile(context)}.`,
    });
  }
}
