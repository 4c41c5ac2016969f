/** Characters of one line at most: a stack dump shall not fill the terminal. */
const longest = 1_000;

/** Colours and cursor movements. */
const escapes = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b./g;
/** Anything else that a terminal would act upon. */
const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g;

/** A container's line as it can be shown anywhere, without colours and of bounded length. */
export function cleanLine(line: string, mask: (line: string) => string): string {
  const text = mask(line.replace(escapes, "").replace(controls, "")).trimEnd();
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
