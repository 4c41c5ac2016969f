/**
 * A JSON text with each `${name}` replaced by the value of that name, escaped for a JSON string.
 * @param file names the text in the error
 * @throws Error for a name without a value
 */
export function fillIn(
  text: string,
  values: Readonly<Record<string, string>>,
  file: string,
): string {
  return text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${file}: there is no value for \${${name}}.`);
    return JSON.stringify(value).slice(1, -1);
  });
}
