import { request } from "node:http";
import type { HealthCheckSettings } from "../state/healthCheck";
import type { Backend, BackendAddress, CheckResult } from "./backend";

/**
 * A server on this machine. It works in real time, so a check's timeout is in real seconds.
 * @param addressOf where a port of the target is reached; undefined where it isn't
 */
export function httpBackend(
  trafficPort: number,
  addressOf: (port: number) => BackendAddress | undefined,
): Backend {
  return {
    address: addressOf(trafficPort),
    async check({ port, path, timeout }: HealthCheckSettings): Promise<CheckResult> {
      const address = addressOf(port === "traffic-port" ? trafficPort : Number(port));
      return { outcome: address ? await ask(address, path, timeout) : "unreachable" };
    },
  };
}

function ask(
  { host, port }: BackendAddress,
  path: string,
  timeout: number,
): Promise<CheckResult["outcome"]> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeout * 1000);
    const headers = { "user-agent": "ELB-HealthChecker/2.0", connection: "close" };
    const asking = request({ host, port, path, headers, agent: false, signal });
    asking.once("response", (response) => {
      response.resume();
      response.once("error", () => undefined);
      resolve(response.statusCode ?? "unreachable");
    });
    asking.once("error", () => resolve(signal.aborted ? "timeout" : "unreachable"));
    asking.end();
  });
}
