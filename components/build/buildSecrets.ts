import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { refusal } from "../errors/refusal";
import type { RunRequest } from "../../contract/runRequest";
import { currentRequest } from "../run/currentRequest";

/** Where a build secret's value is: a variable of the environment, or a file. */
export type BuildSecretSource = { readonly env: string } | { readonly file: string };

/**
 * The values of build secrets, by id; none where the request builds nothing.
 * @throws RunError naming every variable and file that is not there
 */
export function buildSecrets(
  sources: Readonly<Record<string, BuildSecretSource>>,
  env: Readonly<Record<string, string | undefined>>,
  request: RunRequest | undefined = currentRequest(),
): Record<string, pulumi.Output<string>> {
  if (request?.kind === "recovery" || request?.kind === "imageOnly") return {};
  const missing: string[] = [];
  const values = Object.entries(sources).flatMap(([id, source]) => {
    const value = "env" in source ? env[source.env] : contentOf(source.file);
    if (value !== undefined) return [[id, pulumi.secret(value)] as const];
    const place = "env" in source ? `the variable ${source.env}` : `the file ${source.file}`;
    missing.push(`  ${id}: ${place} is not there.`);
    return [];
  });
  if (missing.length > 0) {
    throw refusal(
      "SETTINGS_INVALID",
      "Build secrets are missing:",
      ...missing,
      "Set them, or take them out of the image's `secrets` (in a bake file: `secret`).",
    );
  }
  return Object.fromEntries(values);
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
