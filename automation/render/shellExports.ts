/**
 * Lines that set variables in a POSIX shell. PATH is not among them: the shell's own, which may have
 * changed since, only gets folders in front.
 */
export function shellExports(
  { PATH: _, ...variables }: Readonly<Record<string, string>>,
  folders: readonly string[],
): string {
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
  if (folders.length === 0) return lines.join("\n");
  const front = folders.join(":").replace(/[\\"$`]/g, "\\$&");
  return [...lines, `export PATH="${front}:$PATH"`].join("\n");
}

function quoted(value: string): string {
  return /^[\w./:@%+,=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
