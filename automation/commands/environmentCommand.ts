import { Command, Option } from "@commander-js/extra-typings";
import { explain } from "../status/explain";
import { UsageError } from "./errors";
import { exitCodes } from "../report/exitCodes";
import { messages } from "../io/messages";
import { outputForms } from "../render/resultText";
import type { ActionContext, CommandHost, Ended, ReleaseRequest } from "./commandHost";

interface Description {
  readonly name: string;
  readonly summary: string;
  /** Lines to paste, without the leading `slipway`. */
  readonly examples: readonly string[];
  /** Whether services may still move when it is cancelled. @default yes */
  readonly moves?: () => boolean;
}

/** A command on an environment, with the options that all of them have. */
export function environmentCommand(
  host: CommandHost,
  { name, summary, examples, moves = () => true }: Description,
  work: (context: ActionContext, request: ReleaseRequest) => Promise<Ended>,
) {
  return new Command(name)
    .description(summary)
    .argument("[environment]", "the Pulumi stack; by default $ENV")
    .option("--cluster <name>", "the ECS cluster; wins over CLUSTER_NAME")
    .option("--services <names>", "ECS services, split at commas; wins over SERVICES_NAMES")
    .option("--repository-url <url>", "the image's repository; wins over REPOSITORY_URL")
    .option("--commit <sha>", "the commit; wins over BUILDKITE_COMMIT and git's HEAD")
    .option("--region <name>", "the AWS region; wins over aws:region and AWS_REGION")
    .option("--profile <name>", "the AWS profile; wins over aws:profile and AWS_PROFILE")
    .option("--explain", "show where each setting comes from, and do nothing")
    .option("--json", "print the result as one JSON document on stdout")
    .addOption(
      new Option("--output <form>", "how the result is printed on stdout")
        .choices(outputForms)
        .conflicts("json"),
    )
    .addHelpText("after", exampleText(examples))
    .action((environment, options) => {
      const { json = false, output = "text" } = options;
      const { cluster, services, repositoryUrl, commit, region, profile } = options;
      const run = async (context: ActionContext): Promise<Ended> => {
        const stack = environment ?? host.environment;
        if (!stack) {
          throw new UsageError(
            "No environment was named, and ENV is not set.",
            `Name it: slipway ${name} staging`,
          );
        }
        const request = {
          stack,
          flags: { cluster, services, repositoryUrl, commit, region, profile },
        };
        if (!options.explain) return work(context, request);
        const report = await explain(context, request);
        return { message: messages.explained(report), exitCode: exitCodes.success };
      };
      return host.run(json ? "json" : output, run, moves() && !options.explain);
    });
}

/** For `--help`. */
export function exampleText(examples: readonly string[]): string {
  const title = examples.length === 1 ? "Example:" : "Examples:";
  return ["", title, ...examples.map((line) => `  slipway ${line}`)].join("\n");
}
