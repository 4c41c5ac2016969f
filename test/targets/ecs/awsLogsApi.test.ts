import { expect } from "chai";
import { createAwsLogsApi } from "../../../targets/ecs/awsLogsApi";
import type { LogsApi } from "../../../targets/ecs/logs/logsApi";
import { errorFrom } from "../../_helpers/errorFrom";
import { withAwsCredentials } from "./_helpers/awsCredentials";
import { JsonServer } from "./_helpers/jsonServer";

const request = { group: "/ecs/web", stream: "web/app/1", limit: 50 };

describe("createAwsLogsApi", () => {
  withAwsCredentials();
  let server: JsonServer;
  let api: LogsApi;

  beforeEach(async () => {
    server = new JsonServer();
    api = createAwsLogsApi({ region: "us-east-1", endpoints: { logs: await server.start() } });
  });
  afterEach(() => server.stop());

  it("asks for the end of the stream", async () => {
    server.answer = () => ({
      body: { events: [{ timestamp: 1, message: "one" }, { timestamp: 2 }] },
    });
    expect(await api.read(request)).to.deep.equal({ lines: ["one", ""] });
    expect(server.received[0]).to.deep.include({
      target: "GetLogEvents",
      body: {
        logGroupName: "/ecs/web",
        logStreamName: "web/app/1",
        limit: 50,
        startFromHead: false,
      },
    });
  });

  it("has nothing where the group or the stream is not there", async () => {
    server.answer = () => ({
      status: 400,
      body: { __type: "ResourceNotFoundException", message: "no stream" },
    });
    expect(await api.read(request)).to.be.undefined;
  });

  it("knows a group by its whole name", async () => {
    server.answer = () => ({ body: { logGroups: [{ logGroupName: "/ecs/web" }] } });
    expect(await api.hasGroup("/ecs/web")).to.be.true;
    expect(await api.hasGroup("/ecs/we")).to.be.false;
    expect(server.received[0]?.body).to.deep.equal({ logGroupNamePrefix: "/ecs/web", limit: 1 });
  });

  it("names the permission that is missing", async () => {
    server.answer = () => ({
      status: 400,
      body: { __type: "AccessDeniedException", message: "not authorized" },
    });
    expect((await errorFrom(api.read(request))).message).to.contain("logs:GetLogEvents");
  });
});
