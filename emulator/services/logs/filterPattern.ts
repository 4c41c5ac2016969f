import { ServiceError } from "../../wire/serviceError";

/**
 * The part of CloudWatch's filter patterns that searches plain text: terms that must all occur, `-term` that must not,
 * `?term` of which one must. Quotes hold a term together.
 * @throws ServiceError InvalidParameterException for JSON (`{…}`), space-delimited (`[…]`) and regular expression patterns
 */
export function compileFilterPattern(pattern: string | undefined): (message: string) => boolean {
  const text = pattern?.trim() ?? "";
  if (/^[{[%]/.test(text)) {
    throw new ServiceError(
      "InvalidParameterException",
      `Invalid filter pattern: this emulator matches terms only, not ${text}`,
    );
  }
  const terms = [...text.matchAll(/([-?]?)(?:"([^"]*)"|(\S+))/g)].map((m) => ({
    sign: m[1] ?? "",
    term: m[2] ?? m[3] ?? "",
  }));
  const required = terms.filter(({ sign }) => sign === "");
  const excluded = terms.filter(({ sign }) => sign === "-");
  const optional = terms.filter(({ sign }) => sign === "?");
  return (message) =>
    required.every(({ term }) => message.includes(term)) &&
    !excluded.some(({ term }) => message.includes(term)) &&
    (optional.length === 0 || optional.some(({ term }) => message.includes(term)));
}
