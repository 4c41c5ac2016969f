import type { RequestOf, RunRequest } from "../../../contract/runRequest";
import type { EngineOptions } from "../../../automation/workspace/workspace";

/** What a run of the engine was asked for, which has to be of that kind. */
export function requestTo<K extends RunRequest["kind"]>(
  kind: K,
  run: EngineOptions | undefined,
): RequestOf<K> {
  const request = run?.request;
  if (request?.kind !== kind) throw new Error(`asked for ${request?.kind ?? "nothing"}`);
  return request as RequestOf<K>;
}
