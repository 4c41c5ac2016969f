import type { AwsSettings } from "../contract/awsSettings";
import { SlipwayError } from "../support/errors";
import type { CallerIdentity, StsApi } from "./stsApi";

export class AwsAccountNotAllowed extends SlipwayError {
  readonly code = "AWS_ACCOUNT_NOT_ALLOWED";
  readonly ends = "preflightRefused";
}

/**
 * Who the credentials belong to, after checking that this account may be acted on. STS is asked
 * even where no account is listed, so that missing credentials show before anything is touched.
 * @throws AwsAccountNotAllowed
 */
export async function checkedCaller(
  sts: StsApi,
  settings: AwsSettings,
  signal?: AbortSignal,
): Promise<CallerIdentity> {
  const caller = await sts.getCallerIdentity(signal);
  checkAccount(caller, settings);
  return caller;
}

/** @throws AwsAccountNotAllowed */
export function checkAccount(caller: CallerIdentity, settings: AwsSettings): void {
  const { allowedAccountIds = [], forbiddenAccountIds = [] } = settings;
  const seen = `The AWS credentials are of account ${caller.account} (${caller.arn})`;
  if (forbiddenAccountIds.includes(caller.account)) {
    throw new AwsAccountNotAllowed(
      `${seen}, which aws:forbiddenAccountIds forbids.`,
      "Use the credentials, profile or assumeRoles of this environment's own account.",
    );
  }
  if (allowedAccountIds.length > 0 && !allowedAccountIds.includes(caller.account)) {
    throw new AwsAccountNotAllowed(
      `${seen}, but aws:allowedAccountIds allows only ${allowedAccountIds.join(", ")}.`,
      "Use the credentials, profile or assumeRoles of an allowed account.",
    );
  }
}
