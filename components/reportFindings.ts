import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../contract/finding";
import { refusal } from "./errors/refusal";

/**
 * Logs warnings; ends the program before anything is touched where there are errors, with all of
 * them at once.
 * @throws RunError
 */
export function reportFindings(findings: readonly Finding[], resource: pulumi.Resource): void {
  for (const finding of findings.filter(({ level }) => level === "warning")) {
    void pulumi.log.warn(lineOf(finding), resource);
  }
  const notes = findings.filter(({ level }) => level === "note");
  if (notes.length > 0) {
    const missing = notes.map(({ message }) => message).join(" ");
    void pulumi.log.warn(
      `Not everything could be checked before the release. ${missing}`,
      resource,
    );
  }
  const errors = findings.filter(({ level }) => level === "error");
  if (errors.length === 0) return;
  const found = errors.length === 1 ? "a problem" : `${errors.length} problems`;
  const lines = errors.map((error) => `  ${lineOf(error)}`);
  throw refusal("PREFLIGHT_REFUSED", `Preflight found ${found}; nothing was touched:`, ...lines);
}

function lineOf({ service, message, remedy }: Finding): string {
  return `${service === undefined ? "" : `${service}: `}${message} ${remedy}`;
}
