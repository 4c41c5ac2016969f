import type * as pulumi from "@pulumi/pulumi";
import type { EnvironmentToPromote } from "../../contract/environmentToPromote";
import type { PromotedRelease } from "../../contract/promotedRelease";
import type { RunRequest } from "../../contract/runRequest";
import { getPromotedRelease } from "../../provider/sdk";
import { callRefusal, refusal } from "../errors/refusal";
import { currentRequest } from "../run/currentRequest";

/**
 * The images that an environment runs: those that the runner has announced, else a look-up.
 * @param opts with a provider that reaches that environment's account
 * @returns undefined where the request needs no other environment: a recovery, an old image
 * @throws RunError
 */
export async function lookUpPromotion(
  { environment, cluster, services, images, versionVariable }: EnvironmentToPromote,
  opts: pulumi.InvokeOptions,
  request: RunRequest | undefined = currentRequest(),
): Promise<PromotedRelease | undefined> {
  if (request?.kind === "recovery" || request?.kind === "imageOnly") return undefined;
  if (request?.promoted) {
    const { from, ...release } = request.promoted;
    if (from === environment) return release;
    throw refusal(
      "REQUEST_IMPOSSIBLE",
      `The run promotes the images of ${from}, but the program takes those of ${environment}. ` +
        `Let the program promote from ${from}, or release with --from ${environment}.`,
    );
  }
  const args = {
    environment,
    cluster,
    versionVariable,
    services: services.map(({ name, containers }) => ({
      name,
      containers: containers && { ...containers },
    })),
    images: images.map(({ name, repositoryUrl }) => ({ name, repositoryUrl })),
  };
  try {
    return await getPromotedRelease(args, opts);
  } catch (error) {
    throw callRefusal("", error);
  }
}
