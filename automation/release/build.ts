import { messages } from "../io/messages";
import type { ReleaseFacts } from "../report/releaseFacts";
import type { ReleaseReport } from "../report/releaseReport";
import { reportOf } from "../report/reportOf";
import { verdictOf } from "../report/verdictOf";
import type { ActionContext } from "./context";
import { withRelease, type ReleaseRequest } from "./openRelease";
import { runRelease } from "./runRelease";
import { buildRequest } from "./runRequest";
import { withPromotion } from "./withPromotion";

/** The images of a release and the resources that they depend on. */
const imageTargets = [
  "**::pulumi:providers:slipway::**",
  "**::slipway:index:EcsRelease::**",
  "**$docker-build:index:Image::**",
  "**$slipway:registry:ImageCopy::**",
];

/**
 * Builds and pushes the images and touches nothing else: the engine gets the images alone as
 * targets, on a state that is thrown away. In the stack's own state a built image replaces a found
 * one, and the engine breaks a state whose dependencies change outside its targets.
 */
export function build(context: ActionContext, request: ReleaseRequest): Promise<ReleaseReport> {
  return withRelease(context, request, "scratch", async (opened) => {
    const release = await withPromotion(context, opened);
    const { settings } = release;
    const { stack: environment, commit } = settings;
    context.io.notify(
      messages.started({ verb: "building", environment, commit: commit.version, to: [] }),
    );
    const engine = await runRelease(context, release, "build", () =>
      Promise.resolve({ request: buildRequest(release), targets: imageTargets }),
    );
    const facts: ReleaseFacts = { command: "build", settings, engine };
    return reportOf(facts, verdictOf(facts));
  });
}
