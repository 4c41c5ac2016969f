import { readFile } from "node:fs/promises";
import { connect } from "../../../sandbox/parts/engine";
import { networkName } from "../../../sandbox/parts/emulator";
import type { Sandbox } from "../../../sandbox/startSandbox";

/** `ADDRESS:PORT` of what listens at the gateway of the tasks' network. Linux only. */
export async function listeningAtTheGateway({ state }: Sandbox): Promise<string[]> {
  const network = connect(state.dockerHost ?? "").getNetwork(networkName(state.id));
  const { IPAM } = (await network.inspect()) as { IPAM: { Config: { Gateway: string }[] } };
  const { Gateway = "" } = IPAM.Config[0] ?? {};
  const address = Gateway.split(".")
    .map((part) => Number(part).toString(16).padStart(2, "0").toUpperCase())
    .toReversed()
    .join("");
  const sockets = (await readFile("/proc/net/tcp", "utf8")).split("\n");
  // State 0A is LISTEN.
  const ports = sockets.flatMap(
    (line) => new RegExp(`: ${address}:([0-9A-F]{4}) \\S+ 0A `).exec(line)?.[1] ?? [],
  );
  return ports.map((port) => `${Gateway}:${parseInt(port, 16)}`);
}
