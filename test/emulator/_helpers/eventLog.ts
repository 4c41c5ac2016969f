import type { Service } from "@aws-sdk/client-ecs";

/** Events oldest first, as `seconds since the first: message`, ids shortened to letters. */
export function eventLog(service: Service, since = 0): { at: number; message: string }[] {
  const events = [...(service.events ?? [])].reverse();
  return events
    .filter((e) => e.createdAt!.getTime() >= since)
    .map((e) => ({
      at: e.createdAt!.getTime(),
      message: e
        .message!.replace(/\(task [0-9a-f]{32}\)/g, "(task)")
        .replace(/^\(service [^),]+\) /, ""),
    }));
}
