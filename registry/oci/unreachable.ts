import { DeadlineExceeded } from "../../support/deadline";
import { messageOf } from "../../support/errors";
import { RegistryUnreachable } from "../errors";

/** A connection that was there and broke; a host that is not there stays away. */
export function isReset(error: unknown): boolean {
  const code = causeCode(error);
  return code !== undefined && ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(code);
}

/** What a request to a registry that got no answer ends with. */
export function unreachable(registry: string, error: unknown): RegistryUnreachable {
  const cause = error instanceof Error ? error.cause : undefined;
  const why =
    error instanceof DeadlineExceeded
      ? error.message.replace(/\.$/, "")
      : (causeCode(error) ?? messageOf(cause ?? error));
  return new RegistryUnreachable(
    `The registry ${registry} could not be reached: ${why}.`,
    "Check the host in the repository URL, the network, and any proxy.",
    { cause: error },
  );
}

function causeCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && typeof cause.code === "string"
    ? cause.code
    : undefined;
}
