import { cpus, loadavg, release, totalmem, type as system } from "node:os";
import { readToolchain } from "../../toolchain/manifest";

/** The machine of the measurement, and its load before. */
export function describeMachine(): string {
  const [first] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return [
    `${first?.model.trim() || "a processor of unknown model"}, ${cpus().length} cores`,
    `${memory} GiB`,
    `${system()} ${release()}`,
    `Node ${process.versions.node}`,
    `Pulumi ${readToolchain().pulumi.version}`,
    `load ${loadavg()[0]?.toFixed(1)} before the start`,
  ].join(" · ");
}
