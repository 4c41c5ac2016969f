import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../provider/sdk";
import { refusal } from "./errors/refusal";

/**
 * Warnings go to the log; errors end the program before anything is touched, all of them at once.
 * @throws RunError
 */
export function reportFindings(findings: readonly Finding[], resource: pulumi.Resource): void {
  for (const finding of findings.filter(({ level }) => level === "warning")) {
    void pulumi.log.warn(lineOf(finding), resource);
  }
  const notes = findings.filter(({ level }) => level === "note");
  if (notes.length > 0) {
    const what = notes.map(({ message }) => message).join(" ");
    void pulumi.log.warn(`Not everything could be checked before the release. ${what}`, resource);
  }
  const errors = findings.filter(({ level }) => level === "error");
  if (errors.length === 0) return;
  const found = errors.length === 1 ? "a problem" : `${errors.length} problems`;
  const lines = errors.map((error) => `  ${lineOf(error)}`);
  throw refusal(`Preflight found ${found}; nothing was touched:`, ...lines);
}

function lineOf({ service, message, remedy }: Finding): string {
  return `${service === undefined ? "" : `${service}: `}${message} ${remedy}`;
}

/** `value`, once `gate` is there; never where it fails. */
export function once<T>(gate: pulumi.Output<unknown>, value: pulumi.Input<T>) {
  return pulumi.all([value, gate]).apply(([known]) => known);
}
