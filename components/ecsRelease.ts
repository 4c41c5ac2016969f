import * as pulumi from "@pulumi/pulumi";
import { encodeEvent } from "../contract/events";
import type { RunRequest } from "../contract/runRequest";
import { RevisionSet } from "../provider/sdk";
import { checkRelease } from "./checkRelease";
import { gatedBy } from "./gatedBy";
import { declareMigration } from "./migration";
import { recovery } from "./recovery";
import type { EcsReleaseArgs } from "./releaseArgs";
import { releaseImage, type ReleaseImage } from "./releaseImage";
import { releasedServices, type ReleasedImage, type ReleasedService } from "./releasedServices";
import { checkArgs, orderedServices } from "./releasePlan";
import { declareRevisions } from "./revisions";
import { declareRollouts } from "./rollouts";
import { currentRequest } from "./run/currentRequest";
import { obeyed } from "./run/obeyed";
import { slotsWarning } from "./slots";

type MovingRequest = Exclude<RunRequest, { kind: "recovery" }>;

/**
 * Puts images onto services of an ECS cluster: builds and pushes the images that are not there yet,
 * makes a revision of each service's task definition, runs the one-off task, moves the services,
 * and succeeds only when ECS says that every rollout is done.
 */
export class EcsRelease extends pulumi.ComponentResource {
  declare readonly services: pulumi.Output<Record<string, ReleasedService>>;
  declare readonly images: pulumi.Output<Record<string, ReleasedImage>>;
  declare readonly commit: pulumi.Output<string>;

  /** @param request of the runner; by default the one in the environment, if any */
  constructor(
    name: string,
    args: EcsReleaseArgs,
    opts: pulumi.ComponentResourceOptions = {},
    request: RunRequest | undefined = currentRequest(),
  ) {
    const recovers = request?.kind === "recovery";
    // A recovery's values were checked when they were released, by a checkout of any commit.
    if (!recovers) checkArgs(name, args);
    super("slipway:index:EcsRelease", name, {}, opts);
    const { services, images, commit } = recovers
      ? recovery(name, request, args.rollout ?? {}, { parent: this })
      : this.release(name, args, request);
    this.services = services;
    this.images = images;
    this.commit = commit;
    this.registerOutputs({ services, images, commit });
  }

  private release(name: string, wanted: EcsReleaseArgs, request: MovingRequest | undefined) {
    const args = obeyed(wanted, request, { parent: this });
    const services = orderedServices(args);
    this.warnOfSlots(services.length);

    // Everything below depends on this check: where it fails, nothing is built or registered.
    const checked = checkRelease(args, services, request, this);
    const images = Object.entries(args.images).map(([key, image]): [string, ReleaseImage] => [
      key,
      releaseImage(`${name}-${key}`, image, checked, { parent: this }),
    ]);
    this.announceImages(args, images);

    const cluster = gatedBy(checked, args.cluster);
    const release = { name, args, services, cluster, images: new Map(images), parent: this };
    const revisions = declareRevisions(release);
    const migration = declareMigration(release, revisions);
    const needed = [...revisions.values(), ...(migration ? [migration] : [])];
    // One edge a rollout, not one to each revision: the engine's work would grow with the square.
    const ready = new RevisionSet(name, { parent: this, dependsOn: needed });
    const rollouts = declareRollouts(release, revisions, ready);

    const references = images.map(([key, { reference, digest }]) => [key, { reference, digest }]);
    return {
      commit: pulumi.output(args.commit),
      images: pulumi.output(Object.fromEntries(references) as Record<string, ReleasedImage>),
      services: releasedServices(rollouts, revisions),
    };
  }

  private announceImages(
    { images }: EcsReleaseArgs,
    released: readonly (readonly [string, ReleaseImage])[],
  ): void {
    for (const [name, { reference, digest }] of released) {
      const existing = images[name]?.existing;
      pulumi.all([reference, existing ? digest : ""]).apply(([known, pinned]) =>
        pulumi.log.debug(
          encodeEvent({
            type: "image",
            name,
            action: existing ? "existing" : "build",
            reference: known,
            digest: pinned === "" ? undefined : pinned,
          }),
          this,
        ),
      );
    }
  }

  private warnOfSlots(services: number): void {
    // eslint-disable-next-line no-restricted-properties -- the engine tells it nowhere else
    const warning = slotsWarning(services, process.env.PULUMI_NODEJS_PARALLEL);
    if (warning !== undefined) void pulumi.log.warn(warning, this);
  }
}
