import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { SandboxPaths } from "../sandboxPaths";

/** A CNI plugin that adds nothing to a network namespace: it names the interface that BuildKit wants to be told of. */
const plugin = `#!/bin/sh
case "$CNI_COMMAND" in
  ADD) printf '{"cniVersion":"1.0.0","interfaces":[{"name":"%s","sandbox":"%s"}],"ips":[]}' "$CNI_IFNAME" "$CNI_NETNS" ;;
  VERSION) printf '{"cniVersion":"1.0.0","supportedVersions":["1.0.0"]}' ;;
esac
`;

/**
 * A network without any way out for the RUN steps of builds; the daemon itself pulls and pushes over the machine's.
 * BuildKit has none to choose for all builds, so it gets one by CNI, as it has any other.
 * @returns buildkitd's arguments
 */
export async function closedNetwork({ run }: SandboxPaths): Promise<string[]> {
  const folder = path.join(run, "cni");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // BuildKit asks for `loopback` by itself.
  for (const name of ["loopback", "closed"]) {
    await writeFile(path.join(folder, name), plugin, { mode: 0o700 });
  }
  const network = path.join(run, "cni.json");
  await writeFile(network, JSON.stringify({ cniVersion: "1.0.0", name: "closed", type: "closed" }));
  // Its flag for the file is broken (0.31 reads another one): the setting works.
  const settings = { networkMode: "cni", cniConfigPath: network, cniBinaryPath: folder };
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}`,
  );
  const config = path.join(run, "buildkitd.toml");
  await writeFile(config, ["[worker.oci]", ...lines, ""].join("\n"));
  return ["--config", config];
}
