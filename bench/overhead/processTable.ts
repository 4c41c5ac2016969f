/** One process, as `/proc/PID/stat` has it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Pages in memory. */
  readonly resident: number;
}

/** Undefined where the line is not one. */
export function parseStat(line: string): ProcessEntry | undefined {
  // The program's name stands in brackets, and may hold blanks and brackets itself.
  const [pid] = line.split(" ", 1);
  const rest = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const [parent, resident] = [rest[1], rest[21]];
  if (pid === undefined || parent === undefined || resident === undefined) return undefined;
  return { pid: Number(pid), parent: Number(parent), resident: Number(resident) };
}

/** Pages in memory of everything below `root`, that process itself left out. */
export function residentBelow(root: number, table: readonly ProcessEntry[]): number {
  const byParent = new Map<number, ProcessEntry[]>();
  for (const entry of table) {
    byParent.set(entry.parent, [...(byParent.get(entry.parent) ?? []), entry]);
  }
  let pages = 0;
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    for (const child of byParent.get(pid) ?? []) {
      pages += child.resident;
      open.push(child.pid);
    }
  }
  return pages;
}
