import { randomUUID } from "node:crypto";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { awsError } from "../../aws/awsErrors";
import { clientConfig } from "../../aws/clientConfig";
import type { AwsSettings } from "../../contract/awsSettings";
import type { SnsApi } from "./snsApi";

/** @param settings with the region of the topic */
export function createAwsSnsApi(settings: AwsSettings): SnsApi {
  const client = new SNSClient(clientConfig(settings, "sns"));
  return {
    async publish({ topic, subject, text, attributes, group }, abortSignal) {
      const command = new PublishCommand({
        TopicArn: topic,
        Subject: subject,
        Message: text,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [
            name,
            { DataType: "String", StringValue },
          ]),
        ),
        // One for the message, not for the request: what is sent again is the same.
        ...(group !== undefined && {
          MessageGroupId: group,
          MessageDeduplicationId: randomUUID(),
        }),
      });
      try {
        await client.send(command, { abortSignal });
      } catch (error) {
        throw awsError(error, "sns:Publish");
      }
    },
  };
}
