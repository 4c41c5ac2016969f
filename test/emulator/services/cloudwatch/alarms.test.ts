import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  paginateDescribeAlarms,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type PutMetricAlarmCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { testKey } from "../../../_helpers/testAccess";
import { signedFetch } from "../../../_helpers/signedFetch";
import { rejection } from "../../_helpers/rejection";
import { TestEmulator } from "../../_helpers/testEmulator";

const errors: PutMetricAlarmCommandInput = {
  AlarmName: "errors",
  Namespace: "AWS/ApplicationELB",
  MetricName: "HTTPCode_Target_5XX_Count",
  Dimensions: [{ Name: "TargetGroup", Value: "targetgroup/web/1" }],
  Statistic: "Sum",
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 1.5,
  ComparisonOperator: "GreaterThanThreshold",
};

describe("emulator: CloudWatch alarms", () => {
  let aws: TestEmulator;
  let cloudWatch: CloudWatchClient;

  beforeEach(async () => {
    aws = await TestEmulator.start();
    cloudWatch = new CloudWatchClient({
      endpoint: aws.endpoint,
      region: "us-east-1",
      credentials: testKey,
      maxAttempts: 1,
    });
  });
  afterEach(async () => {
    cloudWatch.destroy();
    await aws.close();
  });

  const put = (input: Partial<PutMetricAlarmCommandInput> = {}) =>
    cloudWatch.send(new PutMetricAlarmCommand({ ...errors, ...input }));
  const set = (AlarmName: string, StateValue: "OK" | "ALARM", more = {}) =>
    cloudWatch.send(
      new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "test", ...more }),
    );
  const describe = async (input = {}) =>
    (await cloudWatch.send(new DescribeAlarmsCommand(input))).MetricAlarms!;

  it("begin with INSUFFICIENT_DATA, and keep their state when PutMetricAlarm configures them again", async () => {
    await put();
    const [made] = await describe();
    expect(made).to.deep.include({ ...errors, StateValue: "INSUFFICIENT_DATA" });
    expect(made).to.include({
      ActionsEnabled: true,
      AlarmArn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors",
    });
    await aws.pass(60);
    await set("errors", "ALARM", { StateReasonData: '{"value":3}' });
    const fired = aws.clock.now();
    await aws.pass(60);
    await set("errors", "ALARM");
    await put({ Threshold: 5, Dimensions: undefined });
    const [after] = await describe({ AlarmNames: ["errors", "nothing"] });
    expect(after).to.include({ StateValue: "ALARM", StateReason: "test", Threshold: 5 });
    expect(after!.Dimensions).to.deep.equal([]);
    expect(after!.StateTransitionedTimestamp!.getTime()).to.equal(fired);
    expect(after!.StateUpdatedTimestamp!.getTime()).to.equal(fired + 60_000);
  });

  it("are found by prefix, state and action, page by page, and deleted", async () => {
    for (const AlarmName of ["b", "ab", "a", "ac"]) await put({ AlarmName });
    await set("ab", "ALARM");
    const names = async (input: object) => (await describe(input)).map((a) => a.AlarmName);
    expect(await names({ AlarmNamePrefix: "a" })).to.deep.equal(["a", "ab", "ac"]);
    expect(await names({ StateValue: "ALARM" })).to.deep.equal(["ab"]);
    expect(await names({ AlarmTypes: ["CompositeAlarm"] })).to.deep.equal([]);
    const pages: number[] = [];
    const paging = paginateDescribeAlarms({ client: cloudWatch, pageSize: 3 }, {});
    for await (const { MetricAlarms: page } of paging) pages.push(page!.length);
    expect(pages).to.deep.equal([3, 1]);
    const partly = new DeleteAlarmsCommand({ AlarmNames: ["a", "nothing", "b"] });
    const refused = await rejection(cloudWatch.send(partly));
    expect(refused.name).to.equal("ResourceNotFound");
    expect(await names({})).to.deep.equal(["ab", "ac"]);
  });

  it("answer CloudWatch's errors, under the names of both protocols", async () => {
    const name = async (attempt: Promise<unknown>) => (await rejection(attempt)).name;
    expect(await name(set("nothing", "OK"))).to.equal("ResourceNotFound");
    await put();
    expect(await name(set("errors", "OK", { StateReasonData: "{" }))).to.match(/^InvalidFormat/);
    expect(await name(put({ EvaluationPeriods: undefined }))).to.match(/^Missing(Required)?Param/);
    expect(await name(put({ MetricName: undefined }))).to.match(/^InvalidParameterValue/);
    const page = new DescribeAlarmsCommand({ NextToken: "x" });
    expect(await name(cloudWatch.send(page))).to.equal("InvalidNextToken");
    const raw = await signedFetch(aws.endpoint, {
      service: "monitoring",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "GraniteServiceVersion20100801.DescribeAlarms",
      },
      body: JSON.stringify({ MaxRecords: 101 }),
    });
    expect(raw.headers.get("content-type")).to.equal("application/x-amz-json-1.0");
    expect(raw.headers.get("x-amzn-query-error")).to.equal("InvalidParameterValue;Sender");
    expect(raw.headers.get("x-amzn-errortype")).to.equal("InvalidParameterValueException");
  });

  it("answer a request in rpc-v2-cbor as an unknown operation", async () => {
    const response = await signedFetch(
      `${aws.endpoint}/service/GraniteServiceVersion20100801/operation/DescribeAlarms`,
      {
        service: "monitoring",
        headers: { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" },
        body: new Uint8Array([0xa0]),
      },
    );
    expect(response.status).to.equal(400);
    expect(await response.text()).to.contain("UnknownOperation");
  });

  it("answer query requests in XML, with ISO dates", async () => {
    await put();
    const ask = async (body: string) => {
      const response = await signedFetch(aws.endpoint, {
        service: "monitoring",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body,
      });
      return { status: response.status, text: await response.text() };
    };
    const found = await ask("Action=DescribeAlarms&AlarmNames.member.1=errors&Version=2010-08-01");
    expect(found.status).to.equal(200);
    expect(found.text).to.contain('xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"');
    const at = new Date(aws.clock.now()).toISOString();
    expect(found.text).to.contain(`<StateUpdatedTimestamp>${at}</StateUpdatedTimestamp>`);
    expect(found.text).to.contain("<Threshold>1.5</Threshold>");
    const refused = await ask("Action=DescribeAlarms&MaxRecords=0");
    expect(refused.status).to.equal(400);
    expect(refused.text).to.contain("<Code>InvalidParameterValue</Code>");
  });
});
