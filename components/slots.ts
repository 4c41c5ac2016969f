/**
 * A rollout holds one of the engine's slots to its end, so that services beyond their number wait.
 * @param slots how many the engine has, as it tells the program's process
 * @returns a warning where services will wait
 */
export function slotsWarning(services: number, slots: string | undefined): string | undefined {
  const count = Number(slots);
  if (slots === undefined || !Number.isInteger(count) || count <= 0 || services <= count) {
    return undefined;
  }
  return (
    `${services} services roll, but the engine does only ${count} things at once: the rest waits. ` +
    `Run with --parallel ${services + 8} or PULUMI_PARALLEL=${services + 8}.`
  );
}
