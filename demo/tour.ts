import type { Clock } from "../support/clock";
import { askApplication } from "./appAnswers";
import type { AppRepository } from "./appRepository";
import { prepare, type DemoTools, type PreparedDemo } from "./prepare";
import { writeProject } from "./project";
import { release, slipway, type ReleaseRequest } from "./release";
import type { Story } from "./story";

export interface TourRequest {
  /** A sandbox's environment, on top of that of the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tools: DemoTools;
  readonly application: AppRepository;
}

export const environment = "staging";
export const cluster = "mage-staging";
const webService = "mage-web";

/** The demo itself: services that run nothing yet, and two commits released onto them. */
export async function tour(
  { env, tools, application }: TourRequest,
  story: Story,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  story.step(
    "Create what a release finds: a cluster, secrets, and services on a placeholder image",
  );
  const prepared = await prepare({
    ...{ env, tools, cluster, environment, repository: "mage", signal },
    onStep: (text) => story.say(text),
  });
  const request: ReleaseRequest = {
    ...{ folder: application.folder, environment, cluster, webService },
    webUrl: prepared.webUrl,
    env: { ...env, BUILDKITE_COMMIT: undefined, ENV: undefined },
  };

  await writeProject(application, { cluster, environment, ...prepared });
  const first = await application.commit("Say hello");
  story.step(`Release the first commit, ${first.slice(0, 7)}`);
  await release(prepared.api, request, story, clock, signal);
  await showAnswer(prepared, story, signal);

  await application.write("greeting.txt", "Hello again, from the second commit.\n");
  const second = await application.commit("Say hello again");
  story.step(`Release the second commit, ${second.slice(0, 7)}: a rolling update`);
  await release(prepared.api, request, story, clock, signal);
  await showAnswer(prepared, story, signal);

  story.step("Where everything is now");
  await slipway(["status", environment], request, story, signal);
}

async function showAnswer({ api }: PreparedDemo, story: Story, signal: AbortSignal): Promise<void> {
  const [answer] = await askApplication(api.ecs, cluster, webService, signal);
  if (!answer) throw new Error("After the release no task of mage-web answers over HTTP.");
  story.say(`one task answers: ${JSON.stringify(answer)}`);
}
