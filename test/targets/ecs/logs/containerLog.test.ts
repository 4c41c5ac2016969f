import { expect } from "chai";
import { ContainerLog } from "../../../../targets/ecs/logs/containerLog";
import { FakeLogsApi } from "../_helpers/fakeLogsApi";

const logConfiguration = {
  logDriver: "awslogs",
  options: {
    "awslogs-group": "/ecs/web",
    "awslogs-stream-prefix": "web",
    "awslogs-region": "eu-west-1",
  },
} as const;
const environment = [{ name: "API_TOKEN", value: "t0k3n-t0k3n" }];
const definition = { containerDefinitions: [{ name: "app", environment, logConfiguration }] };
const stream = "/ecs/web web/app/0a1b";

describe("ContainerLog", () => {
  let api: FakeLogsApi;

  beforeEach(() => {
    api = new FakeLogsApi();
  });

  const last = (container = "app", signal?: AbortSignal) =>
    new ContainerLog(api, definition, container, { taskId: "0a1b" }).last(signal);

  it("reads the last fifty lines where the group is, clean and without secrets", async () => {
    const lines = Array.from({ length: 60 }, (_, n) => `\u001b[1mline ${n}\u001b[0m t0k3n-t0k3n`);
    api.streams.set(stream, lines);
    const read = await last();
    expect(read).to.have.property("lines").with.lengthOf(50);
    expect(read).to.have.nested.property("lines[49]", "line 59 [API_TOKEN]");
    expect(api.requests).to.deep.equal([
      { region: "eu-west-1", group: "/ecs/web", stream: "web/app/0a1b", limit: 50 },
    ]);
  });

  it("says that a stream was never written to", async () => {
    expect(await last()).to.deep.equal({
      container: "app",
      where:
        "the log group /ecs/web, stream web/app/0a1b, which does not exist: it never wrote a line",
    });
  });

  it("says where the lines are when they may not be read", async () => {
    api.fault = new Error("Not allowed: logs:GetLogEvents");
    expect(await last())
      .to.have.property("where")
      .that.contains("/ecs/web")
      .and.contains("logs:GetLogEvents");
  });

  it("does not read what goes elsewhere", async () => {
    expect(await last("sidecar"))
      .to.have.property("where")
      .that.contains("no logConfiguration");
    expect(api.requests).to.be.empty;
  });

  it("rejects only when aborted", async () => {
    api.fault = new Error("aborted");
    const signal = AbortSignal.abort(new Error("SIGINT"));
    const error: unknown = await last("app", signal).catch((e: unknown) => e);
    expect(error).to.have.property("message", "SIGINT");
  });
});
