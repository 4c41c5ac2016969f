import * as pulumi from "@pulumi/pulumi";
import type { RunRequest } from "../contract/runRequest";
import { preflight } from "../provider/sdk";
import { failFast } from "./errors/failFast";
import { callRefusal, refusal } from "./errors/refusal";
import type { EcsReleaseArgs, ReleaseServiceArgs } from "./releaseArgs";
import { imageReference } from "./releaseImage";
import { reportFindings } from "./reportFindings";
import { revisionBase } from "./revisions";
import { requestProblems } from "./run/requestProblems";
import { containersOf, uses, versionOf } from "./serviceImages";

/**
 * Looks for everything that stands in the way of a release, before anything is built or touched.
 * @param component the release, which is what messages are about
 * @returns the platforms to build for; fails where something stands in the way
 */
export function checkRelease(
  args: EcsReleaseArgs,
  services: readonly ReleaseServiceArgs[],
  request: RunRequest | undefined,
  component: pulumi.Resource,
): pulumi.Output<readonly string[]> {
  return pulumi
    .all([pulumi.output(preflightArgs(args, services)), pulumi.output(factsOf(args, request))])
    .apply(async ([known, facts]) => {
      try {
        const problems = requestProblems(request, facts);
        if (problems.length > 0) throw refusal("REQUEST_IMPOSSIBLE", ...problems, ownProgram);
        const { region, profile } = request?.flags ?? {};
        const asked = { ...known, region, profile, urn: await urnOf(component) };
        const { findings, platforms } = await preflight(asked, { parent: component });
        reportFindings(findings, component);
        return platforms;
      } catch (error) {
        await failFast();
        if (pulumi.RunError.isInstance(error)) throw error;
        throw callRefusal("Preflight failed; nothing was touched: ", error);
      }
    });
}

const ownProgram =
  "Let the program take its values from currentRequest() where there is one, or leave the option out.";

function factsOf({ cluster, commit, images }: EcsReleaseArgs, request: RunRequest | undefined) {
  const all = Object.values(images);
  const promotes = request !== undefined && "promoted" in request && request.promoted;
  return {
    cluster,
    commit,
    repositoryUrls: all.map(({ repositoryUrl }) => repositoryUrl),
    // A preview may not know them yet, and would check nothing then.
    digests: promotes ? all.flatMap(({ existing }) => existing?.digest ?? []) : [],
  };
}

function preflightArgs(args: EcsReleaseArgs, services: readonly ReleaseServiceArgs[]) {
  const images = Object.values(args.images);
  return {
    cluster: args.cluster,
    services: services.map((service) => ({
      ...revisionBase(service, services),
      images: Object.entries(args.images)
        .filter(([key]) => uses(service, key))
        .map(([key, image]) => ({
          repositoryUrl: image.repositoryUrl,
          reference: imageReference(image),
          ...containersOf(service, key),
        })),
      variables: Object.keys(args.environment ?? {}),
      version: versionOf(args, service),
    })),
    builds: images.flatMap(({ build, repositoryUrl }) => (build ? [repositoryUrl] : [])),
    existing: images.flatMap((image) => (image.existing ? [imageReference(image)] : [])),
    promoted: images.flatMap((image) => {
      const { digest = "", copyFrom } = image.existing ?? {};
      if (!copyFrom) return [];
      const { repositoryUrl: from, aws } = copyFrom;
      return [{ reference: imageReference(image), from, digest, aws }];
    }),
    timeout: args.rollout?.timeout,
    overtake: args.overtake ?? false,
  };
}

/** As a plain value: what depends on the component depends on its children, too. */
function urnOf(component: pulumi.Resource): Promise<string> {
  return new Promise((resolve) => void component.urn.apply(resolve));
}
