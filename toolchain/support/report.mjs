/** One line a part: name, what was done, version, seconds. */
export function line(name, how, version, seconds) {
  return `  ${name.padEnd(16)}${how.padEnd(12)}${version.padEnd(24)}${seconds.toFixed(1).padStart(7)} s`;
}

/** A part that is not there: what was wrong and what to do, indented below its name. */
export function missing(part, error) {
  const what = part.optional ? `missing, needed only for ${part.optional}` : "MISSING";
  const text = error.remedy ? `${error.message}\n${error.remedy}` : (error.stack ?? String(error));
  return `  ${part.name.padEnd(16)}${what}\n${text.replace(/^/gm, "    ")}`;
}
