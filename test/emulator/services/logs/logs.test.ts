import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";
import { compileFilterPattern } from "../../../../emulator/services/logs/filterPattern";
import { containerAws, type ContainerAws } from "../../_helpers/containerAws";
import { rejection } from "../../_helpers/rejection";

const group = { logGroupName: "/app" };
const stream = { ...group, logStreamName: "web/1" };

describe("CloudWatch Logs", () => {
  let aws: ContainerAws;

  before(async () => {
    aws = await containerAws();
    await aws.logs.send(new CreateLogGroupCommand(group));
    for (const logStreamName of ["web/1", "worker/1"]) {
      await aws.logs.send(new CreateLogStreamCommand({ ...group, logStreamName }));
    }
    const logEvents = [1, 2, 3].map((n) => ({ timestamp: n * 1000, message: `line ${n}` }));
    await aws.logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
    await aws.logs.send(
      new PutLogEventsCommand({
        ...group,
        logStreamName: "worker/1",
        logEvents: [{ timestamp: 1500, message: "work" }],
      }),
    );
  });
  after(() => aws.close());

  it("reads a stream page by page, and repeats the token at its end", async () => {
    const read = (nextToken?: string) =>
      aws.logs.send(
        new GetLogEventsCommand({ ...stream, startFromHead: true, limit: 2, nextToken }),
      );
    const first = await read();
    const second = await read(first.nextForwardToken);
    const third = await read(second.nextForwardToken);
    const messages = [first, second, third].map(({ events }) => events?.map((e) => e.message));
    expect(messages).to.eql([["line 1", "line 2"], ["line 3"], []]);
    expect(third.nextForwardToken).to.equal(second.nextForwardToken);
  });

  it("gives the last events first without startFromHead", async () => {
    const { events } = await aws.logs.send(new GetLogEventsCommand({ ...stream, limit: 1 }));
    expect(events?.map((e) => e.message)).to.eql(["line 3"]);
  });

  it("filters all streams of a group by time and terms", async () => {
    const filter = async (rest: object) => {
      const { events } = await aws.logs.send(new FilterLogEventsCommand({ ...group, ...rest }));
      return events?.map((e) => `${e.logStreamName ?? ""} ${e.message ?? ""}`);
    };
    expect(await filter({ endTime: 2000 })).to.eql([
      "web/1 line 1",
      "worker/1 work",
      "web/1 line 2",
    ]);
    expect(await filter({ filterPattern: '"line 3"' })).to.eql(["web/1 line 3"]);
    expect(await filter({ logStreamNamePrefix: "work" })).to.eql(["worker/1 work"]);
  });

  it("describes groups and streams", async () => {
    const groups = await aws.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/a" }));
    expect(groups.logGroups?.map((g) => g.arn)).to.eql([
      "arn:aws:logs:us-east-1:123456789012:log-group:/app:*",
    ]);
    const streams = await aws.logs.send(
      new DescribeLogStreamsCommand({ ...group, orderBy: "LastEventTime", descending: true }),
    );
    expect(streams.logStreams?.map((s) => [s.logStreamName, s.lastEventTimestamp])).to.eql([
      ["web/1", 3000],
      ["worker/1", 1500],
    ]);
  });

  it("refuses missing groups and streams, existing ones, and events out of order", async () => {
    const missing = new GetLogEventsCommand({ logGroupName: "/no", logStreamName: "x" });
    const error = await rejection(aws.logs.send(missing));
    expect([error.name, error.message]).to.eql([
      "ResourceNotFoundException",
      "The specified log group does not exist.",
    ]);
    const again = await rejection(aws.logs.send(new CreateLogGroupCommand(group)));
    expect(again.name).to.equal("ResourceAlreadyExistsException");
    const logEvents = [2, 1].map((timestamp) => ({ timestamp, message: "x" }));
    const mixed = await rejection(aws.logs.send(new PutLogEventsCommand({ ...stream, logEvents })));
    expect(mixed.name).to.equal("InvalidParameterException");
  });
});

describe("compileFilterPattern", () => {
  const cases: [string, string, boolean][] = [
    ["", "anything", true],
    ["ERROR", "an ERROR here", true],
    ["ERROR timeout", "ERROR only", false],
    ["ERROR -timeout", "ERROR timeout", false],
    ["?ERROR ?WARN", "WARN", true],
    ["?ERROR ?WARN", "fine", false],
    ['"two words"', "with two words", true],
  ];
  for (const [pattern, message, expected] of cases) {
    it(`${pattern || "(none)"} on ${message}`, () =>
      expect(compileFilterPattern(pattern)(message)).to.equal(expected));
  }
  it("refuses JSON patterns instead of matching everything", () =>
    expect(() => compileFilterPattern('{ $.a = "b" }')).to.throw(/terms only/));
});
