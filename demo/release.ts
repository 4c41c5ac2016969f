import { join } from "node:path";
import { commitsShown, askApplication, type AppAnswer } from "./appAnswers";
import type { DemoApi } from "./awsDemoApi";
import { runToEnd } from "./runCommand";
import type { Story } from "./story";
import { sendTraffic } from "./webTraffic";
import type { Clock } from "../support/clock";

export interface ReleaseRequest {
  /** The Pulumi project's folder, which is the application's repository. */
  readonly folder: string;
  /** The environment's name: `staging`. */
  readonly environment: string;
  readonly cluster: string;
  /** Whose tasks are asked over HTTP in the meantime. */
  readonly webService: string;
  /** Of the load balancer in front of it. */
  readonly webUrl: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How often the application is asked while it is being released, in ms. */
const askEvery = 500;
/** Between two requests to the load balancer, in ms. */
const trafficPause = 100;

/**
 * Runs `slipway up` as a user does, and meanwhile says each time other commits answer over HTTP, and
 * sends requests to the load balancer.
 * @throws Error when slipway ends with another code than 0
 */
export async function release(
  api: DemoApi,
  request: ReleaseRequest,
  story: Story,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  const over = AbortSignal.any([signal, ended.signal]);
  const asking = reportCommits(api, request, story, clock, over);
  const sending = sendTraffic(request.webUrl, trafficPause, clock, over);
  try {
    await slipway(["up", request.environment], request, story, signal);
  } finally {
    ended.abort();
    await asking;
    const { requests, failures } = await sending;
    story.say(
      `meanwhile, through the load balancer: ${requests} requests, ${failures.length} failed`,
    );
  }
}

/** Runs the command line as a user does. @throws Error when it ends with another code than 0 */
export async function slipway(
  args: readonly string[],
  { folder, env }: Pick<ReleaseRequest, "folder" | "env">,
  story: Story,
  signal: AbortSignal,
): Promise<void> {
  story.command(`slipway ${args.join(" ")}`);
  const program = join(__dirname, "..", "bin", "slipway");
  const onLine = (line: string) => story.quote(line);
  const code = await runToEnd(program, args, { cwd: folder, env, signal, onLine });
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`slipway ${args.join(" ")} ended with code ${code}.`);
}

async function reportCommits(
  api: DemoApi,
  { cluster, webService }: ReleaseRequest,
  story: Story,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let shown = "";
  while (!signal.aborted) {
    const answers = await askApplication(api.ecs, cluster, webService, signal).catch(
      (): AppAnswer[] => [],
    );
    const commits = commitsShown(answers);
    if (commits !== shown && commits !== "") {
      story.say(`over HTTP answer: ${commits}`);
      shown = commits;
    }
    await clock.sleep(askEvery, signal).catch(() => undefined);
  }
}
