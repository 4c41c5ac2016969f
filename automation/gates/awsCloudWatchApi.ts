import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { awsError } from "../../aws/awsErrors";
import { clientConfig } from "../../aws/clientConfig";
import type { AwsSettings } from "../../contract/awsSettings";
import type { Alarm, AlarmsApi } from "./alarmsApi";

/** CloudWatch's alarms over the AWS SDK. */
export function createAwsCloudWatchApi(settings: AwsSettings): AlarmsApi {
  const client = new CloudWatchClient(clientConfig(settings, "cloudwatch"));
  return {
    async describeAlarms(names, abortSignal) {
      const command = new DescribeAlarmsCommand({
        AlarmNames: [...names],
        // Without it there are metric alarms alone.
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        MaxRecords: 100,
      });
      try {
        const answer = await client.send(command, abortSignal && { abortSignal });
        return [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])].map(alarm);
      } catch (error) {
        abortSignal?.throwIfAborted();
        throw awsError(error, "cloudwatch:DescribeAlarms");
      }
    },
  };
}

function alarm(found: {
  AlarmName?: string | undefined;
  StateValue?: string | undefined;
  StateReason?: string | undefined;
}): Alarm {
  const { AlarmName: name = "", StateValue: state, StateReason: reason = "" } = found;
  const known = state === "OK" || state === "ALARM" ? state : "INSUFFICIENT_DATA";
  return { name, state: known, reason };
}
