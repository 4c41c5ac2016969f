import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { openContainerLog } from "../../../../../emulator/tasks/docker/logging/containerLog";
import { LineSplitter } from "../../../../../emulator/tasks/docker/logging/lineSplitter";
import { LogStore } from "../../../../../emulator/services/logs/logStore";
import { VirtualClock } from "../../../../_helpers/virtualClock";
import { containerSpec, taskSpec } from "../../../_helpers/specs";

describe("openContainerLog", () => {
  const clock = new VirtualClock();
  const awslogs = (options: Record<string, string>) =>
    containerSpec({ definition: { logConfiguration: { logDriver: "awslogs", options } } });

  it("writes awslogs to prefix/container/task of the group", () => {
    const logs = new LogStore(clock, "arn");
    logs.createGroup("/app");
    const container = awslogs({ "awslogs-group": "/app", "awslogs-stream-prefix": "p" });
    const log = openContainerLog({ clock, logs, folder: "/nowhere" }, taskSpec(), container);
    log.line("hello");
    log.line("");
    expect(logs.stream("/app", "p/web/0f").events.map(({ message }) => message)).to.eql(["hello"]);
  });

  it("creates the group only with awslogs-create-group, and else fails with ECS's text", () => {
    const logs = new LogStore(clock, "arn");
    const open = (options: Record<string, string>) =>
      openContainerLog({ clock, logs, folder: "/nowhere" }, taskSpec(), awslogs(options));
    expect(() => open({ "awslogs-group": "/app" })).to.throw(
      "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1",
    );
    open({ "awslogs-group": "/app", "awslogs-create-group": "true" });
    expect(logs.has("/app")).to.equal(true);
  });

  it("writes the output for other drivers to a file", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "container-log-"));
    const container = containerSpec({
      definition: { logConfiguration: { logDriver: "awsfirelens" } },
    });
    const logs = new LogStore(clock, "arn");
    const log = openContainerLog({ clock, logs, folder }, taskSpec(), container);
    log.line("one");
    log.line("two");
    await log.end();
    expect(await readFile(path.join(folder, "0f", "web.log"), "utf8")).to.equal("one\ntwo\n");
    await rm(folder, { recursive: true });
  });
});

describe("LineSplitter", () => {
  function split(...chunks: Buffer[]): string[] {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line));
    for (const chunk of chunks) splitter.write(chunk);
    splitter.end();
    return lines;
  }
  it("cuts at line ends, wherever the chunks are cut", () => {
    const text = Buffer.from("eins\r\nzwölf\n\nrest");
    for (let at = 0; at <= text.length; at++) {
      expect(split(text.subarray(0, at), text.subarray(at))).to.eql(["eins", "zwölf", "", "rest"]);
    }
  });
  it("cuts a line that is longer than an event may be, and loses nothing", () => {
    const lines = split(Buffer.from("x".repeat(600_000)), Buffer.from("\nend"));
    expect(Math.max(...lines.map((line) => line.length))).to.equal(256 * 1024);
    expect(lines.join("").length).to.equal(600_003);
  });
});
