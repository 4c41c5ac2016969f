import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  GetLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { awsError } from "../../aws/awsErrors";
import { clientConfig } from "../../aws/clientConfig";
import { clientsByRegion } from "../../aws/clientsByRegion";
import type { AwsSettings } from "../../contract/awsSettings";
import type { LogsApi } from "./logs/logsApi";

/** CloudWatch Logs over the AWS SDK, with a client for each region that a group is in. */
export function createAwsLogsApi(settings: AwsSettings): LogsApi {
  const clientOf = clientsByRegion(
    settings,
    (where) => new CloudWatchLogsClient(clientConfig(where, "logs")),
  );
  return {
    async read({ region, group, stream, limit }, abortSignal) {
      try {
        const command = new GetLogEventsCommand({
          logGroupName: group,
          logStreamName: stream,
          limit,
          startFromHead: false,
        });
        const answer = await clientOf(region).send(command, abortSignal && { abortSignal });
        return { lines: (answer.events ?? []).map(({ message = "" }) => message) };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        if (abortSignal?.aborted) throw error;
        throw awsError(error, "logs:GetLogEvents");
      }
    },

    async hasGroup(group, region, abortSignal) {
      try {
        // The group itself comes before those that begin with its name.
        const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: group, limit: 1 });
        const answer = await clientOf(region).send(command, abortSignal && { abortSignal });
        return answer.logGroups?.[0]?.logGroupName === group;
      } catch (error) {
        if (abortSignal?.aborted) throw error;
        throw awsError(error, "logs:DescribeLogGroups");
      }
    },
  };
}
