import * as pulumi from "@pulumi/pulumi";
import { failFast } from "./failFast";
import { refusal } from "./refusal";

/**
 * Whatever ends a program, as an error that is said in a line and at once. Its stack is never looked
 * at: formatting it is what takes long (see `refusal`).
 */
export async function plainly(error: unknown): Promise<pulumi.RunError> {
  await failFast();
  if (pulumi.RunError.isInstance(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  return refusal(
    `Unexpected: ${text}`,
    "This is a bug in Slipway, or something that it does not know yet: please report it.",
  );
}
