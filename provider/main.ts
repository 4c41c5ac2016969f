import { version } from "../package.json";
import { abandonsSiblings, parseRunRequest, runVariable } from "../contract/runRequest";
import { createDispatch } from "./dispatch";
import { createServer } from "./server";
import { createDependencies } from "./createDependencies";

/**
 * Started by the engine: says its port on standard output, ends with its standard input. There is
 * no SIGINT handler on purpose: the engine interrupts a provider when it is done with it.
 */
function main(): void {
  const engineAddress = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
  // A runner that will recover the whole release asks for it. Otherwise wait for every rollout.
  const abandonSiblings = abandonsSiblings(parseRunRequest(process.env[runVariable]));
  const server = createServer(
    () =>
      createDispatch(version, (settings) =>
        createDependencies(settings, process.env, { abandonSiblings }),
      ),
    engineAddress,
  );
  void server.listen().then((port) => process.stdout.write(`${port}\n`));
  // An engine that died can't say so, but its end of the pipe closes.
  process.stdin.resume().on("end", () => process.exit(0));
}

main();
