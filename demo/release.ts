import { join } from "node:path";
import { commitsShown, askApplication, type AppAnswer } from "./appAnswers";
import type { DemoApi } from "./awsDemoApi";
import { runToEnd } from "./runCommand";
import type { Story } from "./story";
import type { Clock } from "../support/clock";

export interface ReleaseRequest {
  /** The Pulumi project's folder, which is the application's repository. */
  readonly folder: string;
  /** The environment's name: `staging`. */
  readonly environment: string;
  readonly cluster: string;
  /** Whose tasks are asked over HTTP in the meantime. */
  readonly webService: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How often the application is asked while it is being released, in ms. */
const askEvery = 500;

/**
 * Runs `slipway up` as a user does, and meanwhile says each time other commits answer over HTTP.
 * @throws Error when slipway ends with another code than 0
 */
export async function release(
  api: DemoApi,
  request: ReleaseRequest,
  story: Story,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  story.command(`slipway up ${request.environment}`);
  const ended = new AbortController();
  const asking = reportCommits(api, request, story, clock, AbortSignal.any([signal, ended.signal]));
  const code = await runToEnd(
    join(__dirname, "..", "bin", "slipway"),
    ["up", request.environment],
    { cwd: request.folder, env: request.env, signal, onLine: (line) => story.quote(line) },
  );
  ended.abort();
  await asking;
  signal.throwIfAborted();
  if (code !== 0) throw new Error(`slipway up ${request.environment} ended with code ${code}.`);
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
