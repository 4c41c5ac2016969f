import type { AwsSettings } from "../../contract/awsSettings";
import type { Finding } from "../../contract/finding";

/** `--region` and `--profile` where the program's provider is set to something else. */
export function ignoredFlags(
  asked: Pick<AwsSettings, "region" | "profile">,
  own: AwsSettings,
): Finding[] {
  return (["region", "profile"] as const).flatMap((name): Finding[] => {
    const wanted = asked[name];
    if (wanted === undefined || wanted === own[name]) return [];
    const has = own[name] === undefined ? `no ${name} of its own` : own[name];
    return [
      {
        level: "error",
        code: "REQUEST_IMPOSSIBLE",
        message: `--${name} asks for ${wanted}, but the program's provider has ${has}.`,
        remedy: "Let the program give its provider the flags of currentRequest().",
      },
    ];
  });
}
