import { serialization, ServiceError } from "../serviceError";
import type { ServiceModule } from "../serviceModule";
import { shapeProblems } from "./shapeProblems";

/** Refuses a request that doesn't match the input shape: unknown and ill-typed members, then missing and illegal ones. */
export function checkRequest(
  module: ServiceModule,
  operation: string,
  input: Record<string, unknown>,
): void {
  const shape = module.model?.operations[operation]?.input;
  if (!module.model || shape === undefined) return;
  const problems = shapeProblems(module.model, shape, input);
  const malformed = problems.find((p) => p.kind === "type" || p.kind === "unknown");
  if (malformed) throw serialization(malformed.message);
  const illegal = problems[0];
  if (!illegal) return;
  const invalid =
    module.invalid ?? ((message: string) => new ServiceError("ValidationException", message));
  throw invalid(illegal.message);
}
