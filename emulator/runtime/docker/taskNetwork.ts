import type Docker from "dockerode";
import type { TaskAddress, TaskSpec } from "../taskRuntime";
import { labels } from "./labels";
import { pauseCommand } from "./pauseImage";

/** A task's network namespace: the containers of the task join it and share localhost, as under awsvpc. */
export interface TaskNetwork {
  pauseId: string;
  address: TaskAddress;
}

/**
 * Starts the container that holds the namespace, with every container port of the task published on a free port of
 * 127.0.0.1.
 */
export async function startTaskNetwork(
  docker: Docker,
  task: TaskSpec,
  { image, network, sandbox }: { image: string; network: string; sandbox: string },
): Promise<TaskNetwork> {
  const mappings = task.containers.flatMap((container) =>
    container.portMappings.map(({ containerPort, protocol = "tcp" }) => ({
      container: container.name,
      containerPort,
      protocol,
      key: `${containerPort}/${protocol}`,
    })),
  );
  const pause = await docker.createContainer({
    name: `slipway-${sandbox}-${task.taskId}`,
    Image: image,
    Entrypoint: pauseCommand.slice(0, 1),
    Cmd: pauseCommand.slice(1),
    Labels: { [labels.sandbox]: sandbox, [labels.task]: task.taskId },
    ExposedPorts: Object.fromEntries(mappings.map(({ key }) => [key, {}])),
    HostConfig: {
      NetworkMode: network,
      PortBindings: Object.fromEntries(
        mappings.map(({ key }) => [key, [{ HostIp: "127.0.0.1", HostPort: "" }]]),
      ),
      LogConfig: { Type: "none", Config: {} },
    },
  });
  try {
    await pause.start();
  } catch (error) {
    await pause.remove({ force: true });
    throw error;
  }
  const { NetworkSettings: settings } = await pause.inspect();
  return {
    pauseId: pause.id,
    address: {
      privateIpv4Address: settings.Networks[network]?.IPAddress,
      ports: mappings.flatMap(({ key, ...mapping }) => {
        const published = settings.Ports[key]?.[0];
        return published ? [{ ...mapping, hostPort: Number(published.HostPort) }] : [];
      }),
    },
  };
}
