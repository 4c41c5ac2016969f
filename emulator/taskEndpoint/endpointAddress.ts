import { crc32 } from "node:zlib";

/** Where a task finds its metadata and the credentials of its role; SDKs trust this address without TLS. */
export const endpointAddress = "169.254.170.2";

export const metadataPrefix = "/v4/";
export const credentialsPrefix = "/v2/credentials/";

/** Names one container of one task at the endpoint: as Fargate does, the task's id and ten digits. */
export function containerId(taskId: string, container: string): string {
  return `${taskId}-${String(crc32(container)).padStart(10, "0")}`;
}
