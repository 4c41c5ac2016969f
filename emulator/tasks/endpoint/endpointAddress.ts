import { crc32 } from "node:zlib";

/** Where a task finds its metadata and the credentials of its role; SDKs trust this address without TLS. */
export const endpointAddress = "169.254.170.2";

/** Version 3 and 4 of the metadata; what is new in 4 is only added to what there was. */
export const metadataPrefixes = { v3: "/v3/", v4: "/v4/" } as const;
export const credentialsPrefix = "/v2/credentials/";

/** Answers once the endpoint can be reached. */
export const readyPath = "/ready";

/** Names one container of one task at the endpoint: as Fargate does, the task's id and ten digits. */
export function containerId(taskId: string, container: string): string {
  return `${taskId}-${String(crc32(container)).padStart(10, "0")}`;
}
