import type * as pulumi from "@pulumi/pulumi";
import type { RequestOf, RunRequest } from "../../contract/runRequest";
import { refusal } from "../errors/refusal";
import type { EcsReleaseArgs, ReleaseServiceArgs } from "../releaseArgs";
import { existingOnly } from "./existingOnly";

/** Every request that makes revisions. */
type MovingRequest = Exclude<RunRequest, { kind: "recovery" }>;

/**
 * A release's arguments as the runner's request changes them, so that every program obeys.
 * @throws RunError where this program makes the request impossible
 */
export function obeyed(
  args: EcsReleaseArgs,
  request: MovingRequest | undefined,
  opts: pulumi.InvokeOptions,
): EcsReleaseArgs {
  if (!request) return args;
  const chosen = chosenServices(args, request.flags.services);
  switch (request.kind) {
    case "release":
      refuseOwnBuilds(chosen, request);
      return request.force === undefined ? chosen : forced(chosen, request.force);
    case "build":
      refuseOwnBuilds(chosen, request);
      // No service moves: there is nothing to wait for.
      return { ...chosen, overtake: true };
    case "imageOnly":
      return {
        ...chosen,
        commit: request.commit,
        images: existingOnly(chosen.images, request, opts),
        migration: undefined,
        overtake: true,
      };
  }
}

/** A forced release overtakes a deployment in progress. */
function forced(args: EcsReleaseArgs, force: string): EcsReleaseArgs {
  return { ...args, rollout: { ...args.rollout, force }, overtake: true };
}

/** The services that `--services` names; the runner keeps the others in the state. */
function chosenServices(args: EcsReleaseArgs, flag: string | undefined): EcsReleaseArgs {
  if (flag === undefined) return args;
  const names = flag.split(/[\s,]+/).filter((name) => name !== "");
  const services = args.services
    .map((service) => (typeof service === "string" ? { name: service } : service))
    .filter(({ name }) => names.includes(name))
    .map((service) => withinChosen(service, names));
  if (services.length === 0) {
    throw refusal(
      "REQUEST_IMPOSSIBLE",
      `--services asks for ${names.join(", ")}, but the program releases none of them.`,
    );
  }
  const { migration } = args;
  const migrates = migration !== undefined && names.includes(migration.service);
  return { ...args, services, migration: migrates ? migration : undefined };
}

function withinChosen(
  { after, ...service }: ReleaseServiceArgs,
  names: readonly string[],
): ReleaseServiceArgs {
  return { ...service, after: (after ?? []).filter((other) => names.includes(other)) };
}

function refuseOwnBuilds(
  { images }: EcsReleaseArgs,
  { promoted }: RequestOf<"release"> | RequestOf<"build">,
): void {
  if (!promoted) return;
  const built = Object.keys(images).filter((name) => images[name]?.build !== undefined);
  if (built.length === 0) return;
  throw refusal(
    "REQUEST_IMPOSSIBLE",
    `The run promotes the images of ${promoted.from}, but the program builds ${built.join(", ")} by itself. ` +
      "Take the images from lookUpPromotion and lookUpImages, or release without --from.",
  );
}
