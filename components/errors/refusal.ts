import * as pulumi from "@pulumi/pulumi";
import { splitCode, withCode, type RefusalCode } from "../../contract/refusal";

/**
 * An error that ends the program with its text and code alone, one line after the other.
 *
 * Without a stack on purpose: the engine's Node runtime formats every error's stack, and Node 20
 * takes up to a minute (it runs into its longest string) over a frame such as
 * `node_modules/@pulumi/resource.ts`, which the SDK's source maps produce.
 */
export function refusal(code: RefusalCode, ...lines: readonly string[]): pulumi.RunError {
  return errorOf(code, lines.join("\n"));
}

/**
 * A failed call of one of the provider's functions: the provider's words with its code.
 * @param before what the program was doing, e.g. `images.mage: `
 */
export function callRefusal(before: string, error: unknown): pulumi.RunError {
  const text = error instanceof Error ? error.message : String(error);
  // The SDK wraps what the provider says.
  const said = text.replace(/^.*?invocation of \S+ returned an error: /s, "");
  const { message, code = "LOOK_UP_FAILED" } = splitCode(said);
  return errorOf(code, `${before}${message}`);
}

function errorOf(code: string, text: string): pulumi.RunError {
  const error = new pulumi.RunError(withCode(code, text));
  error.stack = error.message;
  return error;
}
