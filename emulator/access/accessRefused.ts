import { ServiceError } from "../wire/serviceError";

/** Why a call is not let in. */
export type AccessProblem =
  "unsigned" | "incomplete" | "unknown key" | "expired session" | "wrong signature";

/** A call that is not let in; each protocol has a code of its own for it. */
export class AccessRefused extends Error {
  constructor(
    readonly problem: AccessProblem,
    message: string,
  ) {
    super(message);
  }
}

/** Codes of JSON services, which answer 400, and of query services, which answer 403. */
const codes: Readonly<Record<AccessProblem, { json: string; query: string }>> = {
  unsigned: { json: "MissingAuthenticationTokenException", query: "MissingAuthenticationToken" },
  incomplete: { json: "IncompleteSignatureException", query: "IncompleteSignature" },
  "unknown key": { json: "UnrecognizedClientException", query: "InvalidClientTokenId" },
  "expired session": { json: "ExpiredTokenException", query: "ExpiredToken" },
  "wrong signature": { json: "InvalidSignatureException", query: "SignatureDoesNotMatch" },
};

/** The refusal in the words of a service's protocol (api/CommonErrors). */
export function refusalOf({ problem, message }: AccessRefused, protocol: "json" | "query") {
  return new ServiceError(codes[problem][protocol], message, protocol === "query" ? 403 : 400);
}
