import * as pulumi from "@pulumi/pulumi";
import type { EcsReleaseArgs, ReleaseServiceArgs } from "./releaseArgs";

/** Whether a service gets an image; one that says nothing of its containers gets every image. */
export function uses({ containers }: ReleaseServiceArgs, image: string): boolean {
  return containers === undefined || Object.values(containers).includes(image);
}

/** The containers of a service that get an image; none named where they are chosen later. */
export function containersOf(
  { containers }: ReleaseServiceArgs,
  image: string,
): { containers?: string[] } {
  if (containers === undefined) return {};
  const names = Object.keys(containers).filter((container) => containers[container] === image);
  return { containers: names.sort() };
}

/** The commit of the images that a service gets: images built one at a time are of several. */
export function commitOf(
  { commit, images }: EcsReleaseArgs,
  service: ReleaseServiceArgs,
): pulumi.Input<string> {
  const own = Object.entries(images)
    .filter(([key]) => uses(service, key))
    .map(([, { version }]) => version);
  const [first] = own;
  return first !== undefined && own.every((one) => one === first) ? first : commit;
}

/** The variable's name stands beside its value, so that the engine's diff shows both. */
export function versionOf(
  args: EcsReleaseArgs,
  service: ReleaseServiceArgs,
): pulumi.Output<Record<string, string>> {
  return pulumi
    .all([args.versionVariable ?? "DD_VERSION", commitOf(args, service)])
    .apply(([variable, version]) => ({ [variable]: version }));
}
