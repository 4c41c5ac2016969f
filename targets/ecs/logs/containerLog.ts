import type { TaskDefinition } from "@aws-sdk/client-ecs";
import { messageOf } from "../../../support/errors";
import type { ContainerLogs } from "../../../contract/evidence";
import { cleanLine } from "./cleanLine";
import { logPlace, type LoggingTask, type LogPlace } from "./logPlace";
import type { LogPage, LogsApi } from "./logsApi";
import { maskValues } from "./maskValues";

/** Lines that are shown. */
const pageLines = 50;

/** The output of one container of a task, as far as it can be read from here. */
export class ContainerLog {
  private readonly place: LogPlace;
  private readonly clean: (line: string) => string;

  constructor(
    private readonly api: LogsApi,
    definition: TaskDefinition,
    private readonly container: string,
    task: LoggingTask,
  ) {
    const found = definition.containerDefinitions?.find(({ name }) => name === container);
    const mask = maskValues(definition);
    this.clean = (line) => cleanLine(line, mask);
    this.place = logPlace(found ?? { name: container }, task);
  }

  /** The last fifty lines, or where they are. Never rejects but when aborted. */
  async last(signal?: AbortSignal): Promise<ContainerLogs> {
    const { container, place } = this;
    if (place.kind === "elsewhere") return { container, where: place.where };
    const stream = `the log group ${place.group}, stream ${place.stream}`;
    try {
      const page = await this.read(place, signal);
      if (page) return { container, lines: page.lines.map(this.clean) };
      return { container, where: `${stream}, which does not exist: it never wrote a line` };
    } catch (error) {
      signal?.throwIfAborted();
      return { container, where: `${stream}, which could not be read: ${messageOf(error)}` };
    }
  }

  private read(
    { group, stream, region }: Extract<LogPlace, { kind: "awslogs" }>,
    signal: AbortSignal | undefined,
  ): Promise<LogPage | undefined> {
    const where = { group, stream, ...(region !== undefined && { region }) };
    return this.api.read({ ...where, limit: pageLines }, signal);
  }
}
