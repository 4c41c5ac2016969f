import * as pulumi from "@pulumi/pulumi";
import { failFast } from "./failFast";
import { refusal } from "./refusal";

/**
 * Any error that ends a program, as one that is printed in a line and at once. Its stack is never
 * read: formatting it takes long (see `refusal`).
 */
export async function toRunError(error: unknown): Promise<pulumi.RunError> {
  await failFast();
  if (pulumi.RunError.isInstance(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  return refusal(
    "UNEXPECTED",
    `Unexpected: ${text}`,
    "This is a bug in Slipway, or a case that it does not know yet: please report it.",
  );
}
