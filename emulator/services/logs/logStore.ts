import type { Clock } from "../../../support/clock";
import { ServiceError } from "../../wire/serviceError";

/** Times in milliseconds since the epoch, as CloudWatch Logs has them on the wire. */
export interface LogEvent {
  timestamp: number;
  ingestionTime: number;
  message: string;
  /** Counts all events of the store: the order in which they came. */
  sequence: number;
}

export interface StoredStream {
  name: string;
  createdAt: number;
  /** By timestamp; at the same time, as they came. */
  events: LogEvent[];
}

export interface StoredGroup {
  name: string;
  createdAt: number;
  streams: Map<string, StoredStream>;
}

/** The log groups of the one account and region that the emulator plays. */
export class LogStore {
  private readonly groups = new Map<string, StoredGroup>();
  private sequence = 0;

  constructor(
    private readonly clock: Clock,
    private readonly arnPrefix: string,
  ) {}

  /** By name. */
  list(): StoredGroup[] {
    return [...this.groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  has(name: string): boolean {
    return this.groups.has(name);
  }

  /** @throws ServiceError ResourceAlreadyExistsException */
  createGroup(name: string): void {
    if (this.groups.has(name)) throw alreadyExists("group");
    this.groups.set(name, { name, createdAt: this.clock.now(), streams: new Map() });
  }

  deleteGroup(name: string): void {
    this.group(name);
    this.groups.delete(name);
  }

  /** @throws ServiceError ResourceNotFoundException, ResourceAlreadyExistsException */
  createStream(group: string, name: string): void {
    const { streams } = this.group(group);
    if (streams.has(name)) throw alreadyExists("stream");
    streams.set(name, { name, createdAt: this.clock.now(), events: [] });
  }

  /** @throws ServiceError ResourceNotFoundException */
  put(group: string, stream: string, events: { timestamp: number; message: string }[]): void {
    const stored = this.stream(group, stream).events;
    const ingestionTime = this.clock.now();
    for (const { timestamp, message } of events) {
      stored.push({ timestamp, message, ingestionTime, sequence: this.sequence++ });
    }
    stored.sort((a, b) => a.timestamp - b.timestamp || a.sequence - b.sequence);
  }

  /**
   * @param name the group's name or its ARN
   * @throws ServiceError ResourceNotFoundException
   */
  group(name: string | undefined): StoredGroup {
    const found = this.groups.get((name ?? "").replace(/^arn:.*:log-group:([^:]+).*$/, "$1"));
    if (found) return found;
    throw notFound("group");
  }

  /** @throws ServiceError ResourceNotFoundException */
  stream(group: string | undefined, name: string): StoredStream {
    const found = this.group(group).streams.get(name);
    if (found) return found;
    throw notFound("stream");
  }

  /** Without the `:*` that some members carry. */
  groupArn(name: string): string {
    return `${this.arnPrefix}:log-group:${name}`;
  }
}

const notFound = (what: string) =>
  new ServiceError("ResourceNotFoundException", `The specified log ${what} does not exist.`);
const alreadyExists = (what: string) =>
  new ServiceError("ResourceAlreadyExistsException", `The specified log ${what} already exists`);
