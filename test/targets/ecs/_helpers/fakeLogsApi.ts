import type { LogPage, LogsApi, ReadLogRequest } from "../../../../targets/ecs/logs/logsApi";

/** CloudWatch Logs in memory: `group stream` → lines. */
export class FakeLogsApi implements LogsApi {
  readonly streams = new Map<string, string[]>();
  readonly requests: ReadLogRequest[] = [];
  readonly groups = new Set<string>();
  readonly asked: string[] = [];
  /** What every read rejects with. */
  fault: Error | undefined;

  async read(request: ReadLogRequest): Promise<LogPage | undefined> {
    this.requests.push(request);
    await Promise.resolve();
    if (this.fault) throw this.fault;
    const lines = this.streams.get(`${request.group} ${request.stream}`);
    return lines && { lines: lines.slice(-request.limit) };
  }

  async hasGroup(group: string, region = ""): Promise<boolean> {
    this.asked.push(`${region} ${group}`);
    await Promise.resolve();
    if (this.fault) throw this.fault;
    return this.groups.has(group);
  }
}
