import { run } from "./program.mjs";

/**
 * The version that a program says it has.
 * @returns {Promise<string | undefined>} `1.2.3`, without a leading v; nothing when it doesn't run
 */
export async function versionOf(program, ...args) {
  const { code, output } = await run(program, args, { seconds: 20 });
  return code === 0 ? /(\d+\.\d+(\.\d+)?)/.exec(output)?.[1] : undefined;
}

/** Whether `version` is at least `minimum` and of the same major version. */
export function isCompatible(version, minimum) {
  const [a, b] = [version, minimum].map((text) => text.split(".").map(Number));
  if (a[0] !== b[0]) return false;
  for (const i of [1, 2]) {
    if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) > (b[i] ?? 0);
  }
  return true;
}
