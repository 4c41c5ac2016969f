import type { BuildSecretSource } from "./buildSecrets";
import { refusal } from "../errors/refusal";

/** Newer buildx prints objects where older ones print `id=…,src=…`. */
export type PrintedSecret = string | Readonly<Record<string, string>>;

/**
 * A build secret of a bake target, by its id: where its value is, never the value.
 * One that says neither is the variable of its name where there is one, else the file.
 * @param path of the image, for messages
 * @throws RunError
 */
export function bakeSecret(
  printed: PrintedSecret,
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): [string, BuildSecretSource] {
  const fields = typeof printed === "string" ? fieldsOf(printed) : printed;
  const { id = "", type, env: variable, src = fields["source"] } = fields;
  if (id === "")
    throw refusal("SETTINGS_INVALID", `${path}: a secret of its bake target has no id.`);
  if (variable !== undefined) return [id, { env: variable }];
  if (src !== undefined) return [id, type === "env" ? { env: src } : { file: src }];
  return [id, env[id] === undefined ? { file: id } : { env: id }];
}

function fieldsOf(text: string): Readonly<Record<string, string>> {
  const fields = text.split(",").map((field): [string, string] => {
    const [key = "", ...value] = field.split("=");
    return [key.trim().toLowerCase(), value.join("=")];
  });
  return Object.fromEntries(fields);
}
