import * as grpc from "@grpc/grpc-js";
import { version } from "../package.json";
import { parseRunRequest, runVariable } from "../contract/runRequest";
import { createDispatch } from "./dispatch";
import { createServer } from "./server";
import { createServices } from "./createDependencies";

/**
 * Started by the engine: says its port on standard output, ends with its standard input. There is
 * no SIGINT handler on purpose: the engine interrupts a provider when it is done with it.
 */
function main(): void {
  const engineAddress = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
  // A runner that will recover the whole release asks for it. Otherwise wait for every rollout.
  const request = parseRunRequest(process.env[runVariable]);
  const abandonSiblings =
    request !== undefined && "onFailure" in request && request.onFailure === "rollback";
  const dispatch = createDispatch(version, (settings) =>
    createServices(settings, process.env, { abandonSiblings }),
  );
  const server = createServer(dispatch, engineAddress);
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
  // An engine that died can't say so, but its end of the pipe closes.
  process.stdin.resume().on("end", () => process.exit(0));
}

main();
