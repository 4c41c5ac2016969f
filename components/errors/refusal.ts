import * as pulumi from "@pulumi/pulumi";

/**
 * An error that ends the program with its text alone, one line after the other.
 *
 * Without a stack on purpose: the engine's Node runtime formats every error's stack, and Node 20
 * takes up to a minute (it runs into its longest string) over a frame such as
 * `node_modules/@pulumi/resource.ts`, which the SDK's source maps produce.
 */
export function refusal(...lines: readonly string[]): pulumi.RunError {
  const error = new pulumi.RunError(lines.join("\n"));
  error.stack = error.message;
  return error;
}

/** What a provider's function has to say, without the SDK's words around it. */
export function invokeMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^.*?invocation of \S+ returned an error: /s, "");
}
