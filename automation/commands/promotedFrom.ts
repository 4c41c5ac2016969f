import type { ReleaseRequest } from "./commandHost";

/** The request with what `--from` says, where it was given. */
export function promotedFrom(request: ReleaseRequest, from: string | undefined): ReleaseRequest {
  return from === undefined ? request : { ...request, flags: { ...request.flags, from } };
}
