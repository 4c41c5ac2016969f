const gib = 1024;
const range = (from: number, to: number, step: number) =>
  Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);

/** CPU units to MiB of memory that Fargate offers with them (dg/fargate-tasks-services). */
export const fargateSizes: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, gib, 2 * gib]],
  [512, range(gib, 4 * gib, gib)],
  [1024, range(2 * gib, 8 * gib, gib)],
  [2048, range(4 * gib, 16 * gib, gib)],
  [4096, range(8 * gib, 30 * gib, gib)],
  [8192, range(16 * gib, 60 * gib, 4 * gib)],
  [16384, range(32 * gib, 120 * gib, 8 * gib)],
  [32768, [60 * gib, 120 * gib, 244 * gib]],
]);

/** `1 vCPU` or `.5 vcpu` in CPU units, as a string of digits; undefined for any other text. */
export function cpuUnits(value: string): string | undefined {
  const text = value.trim();
  if (/^\d+$/.test(text)) return text;
  const [, vcpus] = /^(\d*\.?\d+)\s*vcpu$/i.exec(text) ?? [];
  return vcpus === undefined ? undefined : String(Math.round(Number(vcpus) * 1024));
}

/** `3 GB` in MiB, as a string of digits; undefined for any other text. */
export function mebibytes(value: string): string | undefined {
  const text = value.trim();
  if (/^\d+$/.test(text)) return text;
  const [, gigabytes] = /^(\d*\.?\d+)\s*gb$/i.exec(text) ?? [];
  return gigabytes === undefined ? undefined : String(Math.round(Number(gigabytes) * gib));
}
