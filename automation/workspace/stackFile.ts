import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseFile } from "../../config/sources/parseFile";
import type { StackConfig } from "./workspace";

/**
 * A stack's configuration as its file and the project's have it, without Pulumi: secrets stay
 * encrypted, and stand as text that means nothing. A file that is not there sets nothing.
 * @param folder of the project
 * @throws SettingsError where one of them is no YAML
 */
export async function readStackFile(folder: string, stack: string): Promise<StackConfig> {
  const [project, own] = await Promise.all([
    configOf(folder, stack, "Pulumi.yaml"),
    configOf(folder, stack, `Pulumi.${stack}.yaml`),
  ]);
  const entries = Object.entries({ ...projectValues(project), ...own });
  return {
    values: Object.fromEntries(entries.map(([key, value]) => [key, asText(value)])),
    secretKeys: entries.filter(([, value]) => holdsSecret(value)).map(([key]) => key),
  };
}

async function configOf(
  folder: string,
  stack: string,
  name: string,
): Promise<Record<string, unknown>> {
  const text = await readFile(path.join(folder, name), "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  });
  const document = parseFile(stack, name, text);
  const config = isMap(document) ? document["config"] : undefined;
  return isMap(config) ? config : {};
}

/** In Pulumi.yaml a value of another namespace stands by itself or under `value`. */
function projectValues(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.includes(":"))
      .map(([key, entry]) => [key, isMap(entry) && "value" in entry ? entry["value"] : entry]),
  );
}

/** As `pulumi config --json` hands values over. */
function asText(value: unknown): string {
  if (isMap(value) && "secure" in value) return "[secret]";
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isMap(value)) return false;
  return "secure" in value || Object.values(value).some(holdsSecret);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
