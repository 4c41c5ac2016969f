import type Docker from "dockerode";
import { networkName } from "./parts/emulator";

const label = "slipway.sandbox";

/** The network's interface on Linux: a name of our own, at most 15 characters, so that a killed engine's is found. */
export const bridgeName = (id: string): string => `slipway${id}`;

/** The network that the sandbox's tasks are in; there once, however often it is asked for. */
export async function createTaskNetwork(docker: Docker, id: string): Promise<void> {
  const name = networkName(id);
  const existing = await docker.listNetworks({ filters: { name: [name] } });
  if (existing.some((network) => network.Name === name)) return;
  await docker.createNetwork({
    Name: name,
    Driver: "bridge",
    Labels: { [label]: id },
    Options: { "com.docker.network.bridge.name": bridgeName(id) },
  });
}

/**
 * Removes everything that a sandbox made in an engine: containers, volumes, the network, and the images of its registry.
 * What can't be removed now doesn't keep the rest from being removed.
 */
export async function removeDockerObjects(
  docker: Docker,
  id: string,
  registryHost: string | undefined,
): Promise<void> {
  const filters = { label: [`${label}=${id}`] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.allSettled(
    containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })),
  );
  const { Volumes } = await docker.listVolumes({ filters });
  await Promise.allSettled(
    Volumes.map(({ Name }) => docker.getVolume(Name).remove({ force: true })),
  );
  const networks = await docker.listNetworks({ filters });
  await Promise.allSettled(networks.map(({ Id }) => docker.getNetwork(Id).remove()));
  for (const image of await docker.listImages({ all: true })) {
    const names = [...(image.RepoTags ?? []), ...(image.RepoDigests ?? [])];
    const ours = names.filter(
      (name) =>
        name === `slipway-pause:${id}` ||
        (registryHost !== undefined && name.startsWith(`${registryHost}/`)),
    );
    for (const name of ours)
      await Promise.allSettled([docker.getImage(name).remove({ force: true })]);
  }
}
