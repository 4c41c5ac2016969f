const units: Readonly<Record<string, number>> = {
  h: 3600,
  hour: 3600,
  hours: 3600,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
};

/**
 * A duration in seconds: `30 min`, `90 s`, `1 h`, `1h30m`, or a number of seconds.
 * @returns undefined for any other text, and for a duration of zero
 */
export function parseDuration(value: string | number): number | undefined {
  const seconds =
    typeof value === "number" || /^\d+$/.test(value.trim())
      ? Number(value)
      : sumOfParts(value.trim().toLowerCase());
  return seconds !== undefined && Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

function sumOfParts(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?\s*[a-z]+\s*)+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount, unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const seconds = Object.hasOwn(units, unit) ? units[unit] : undefined;
    if (seconds === undefined) return undefined;
    sum += Number(amount) * seconds;
  }
  return sum;
}

/** Seconds for people: `1 h 30 min`. */
export function formatDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = Math.round((seconds % 60) * 1000) / 1000;
  const parts = [
    hours > 0 ? `${hours} h` : "",
    minutes > 0 ? `${minutes} min` : "",
    rest > 0 ? `${rest} s` : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? parts.join(" ") : "0 s";
}
