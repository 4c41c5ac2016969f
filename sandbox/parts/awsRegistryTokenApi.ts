import { ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import type { EmulatorAddress } from "./emulator";

/**
 * A login for the sandbox's registry, as ECR gives it to the sandbox's own key.
 * @returns `AWS:PASSWORD` in base64, or undefined where ECR gives none
 */
export async function registryToken(
  { endpoint, accessKeyId, secretAccessKey }: EmulatorAddress,
  region: string,
): Promise<string | undefined> {
  const ecr = new ECRClient({
    ...{ endpoint, region, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 },
  });
  try {
    const abortSignal = AbortSignal.timeout(10_000);
    const answer = await ecr.send(new GetAuthorizationTokenCommand({}), { abortSignal });
    return answer.authorizationData?.[0]?.authorizationToken;
  } finally {
    ecr.destroy();
  }
}
