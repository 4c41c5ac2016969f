import type { WireRequest } from "../http";
import { json } from "./json";
import type { Protocol } from "./protocol";
import { query } from "./query";

/** In the order in which they are tried. */
const protocols: readonly Protocol[] = [json, query];

/** The protocol that a request is in; a request in none of them gets its refusal in the oldest. */
export function protocolOf(request: WireRequest): Protocol {
  return protocols.find((protocol) => protocol.matches(request)) ?? query;
}
