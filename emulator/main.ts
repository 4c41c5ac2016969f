import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { scaledClock, systemClock, systemRandom } from "../support/clock";
import { drawAccessKey, drawToken } from "./access/draw";
import { createEmulator } from "./emulator";
import { socketOf } from "./tasks/docker/connectEngine";
import { Permissions } from "./faults/permissions";
import { readScenario, type Scenario } from "./faults/scenario";
import { startContainerServices } from "./containerServices";
import { seededRandom } from "./core/seededRandom";

const usage = `Usage: emulator/main.ts [options]
  --host ADDRESS        where to listen (127.0.0.1)
  --name HOST[:PORT]    a further name that clients call it by; may be repeated
  --port NUMBER         0 is any free port (0)
  --account DIGITS      (123456789012)
  --region REGION       (us-east-1)
  --time-scale NUMBER   how many times as fast as real time AWS's clock runs (1)
  --seed NUMBER         the same ids each time
  --scenario FILE       faults from the start, as JSON (README.md)
  --registry-socket PATH  a registry's unix socket: serve ECR over it
  --docker-host URL     run tasks as containers of this engine; needs the next three
  --docker-network NAME the network of the tasks; it must be there (bridge)
  --sandbox ID          letters and digits, names what the engine gets
  --pause-binary PATH   a static busybox for the engine's platform
  --allow-privileged    tasks may be privileged, have devices, capabilities, the host's namespaces
  --allow-host-folder PATH  tasks may mount it and what is below; may be repeated
  --log-folder PATH     where container output goes that is not for awslogs
  --exit-with-parent    end when standard input ends
Prints one line of JSON when it listens: {"endpoint": "http://…", "registryHost": "127.0.0.1:…", "accessKeyId": "AKIA…",
"secretAccessKey": "…", "token": "…"}. Calls have to be signed with that key, and the control endpoint wants that token.
SIGTERM and SIGINT end it.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: "string" },
      name: { type: "string", multiple: true, default: [] },
      port: { type: "string", default: "0" },
      account: { type: "string" },
      region: { type: "string" },
      "time-scale": { type: "string", default: "1" },
      seed: { type: "string" },
      scenario: { type: "string" },
      "registry-socket": { type: "string" },
      "docker-host": { type: "string" },
      "docker-network": { type: "string", default: "bridge" },
      sandbox: { type: "string", default: "emulator" },
      "pause-binary": { type: "string", default: "/bin/busybox" },
      "allow-privileged": { type: "boolean", default: false },
      "allow-host-folder": { type: "string", multiple: true, default: [] },
      "log-folder": { type: "string", default: "logs" },
      "exit-with-parent": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const scale = Number(values["time-scale"]);
  if (!(scale > 0)) throw new Error(`--time-scale ${values["time-scale"]}: a number above 0.`);
  const clock = scale === 1 ? systemClock : scaledClock(systemClock, scale);
  const random = values.seed === undefined ? systemRandom : seededRandom(Number(values.seed));
  const { account = "123456789012", region = "us-east-1" } = values;
  const dockerHost = values["docker-host"];
  const permissions = new Permissions(account);
  const containers = await startContainerServices({
    permissions,
    clock,
    realClock: systemClock,
    timeScale: scale,
    random,
    account,
    region,
    registrySocket: values["registry-socket"],
    docker:
      dockerHost === undefined
        ? undefined
        : {
            host: dockerHost,
            network: values["docker-network"],
            sandbox: values.sandbox,
            pauseBinary: values["pause-binary"],
            logFolder: values["log-folder"],
            allowed: {
              privileged: values["allow-privileged"],
              hostFolders: values["allow-host-folder"].map((folder) => resolve(folder)),
              socket: socketOf(dockerHost),
            },
            listenAt: async (host) => (await emulator.listen({ host, serves: "tasks" })).endpoint,
            warn: (text) => process.stderr.write(`${text}\n`),
          },
  });
  const { modules, runtime, registryHost, digestOf } = containers;
  const { accessKeyId, secretAccessKey } = drawAccessKey();
  const controlToken = drawToken();
  const emulator = createEmulator({
    credentials: [{ accessKeyId, secretAccessKey }],
    controlToken,
    permissions,
    clock,
    realClock: systemClock,
    timeScale: scale,
    random,
    account,
    region,
    scenario: readScenarioFile(values.scenario),
    modules: () => modules,
    digestOf,
    ...(runtime && { runtime: () => runtime }),
  });
  const { endpoint } = await emulator.listen({
    ...{ host: values.host, port: Number(values.port), names: values.name },
  });
  const key = { accessKeyId, secretAccessKey, token: controlToken };
  process.stdout.write(`${JSON.stringify({ endpoint, registryHost, ...key })}\n`);
  await new Promise<void>((resolve) => {
    process.once("SIGTERM", resolve);
    process.once("SIGINT", resolve);
    if (values["exit-with-parent"]) process.stdin.once("end", resolve).resume();
  });
  await emulator.close();
  await containers.close();
}

function readScenarioFile(file: string | undefined): Scenario | undefined {
  return file === undefined ? undefined : readScenario(JSON.parse(readFileSync(file, "utf8")));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  },
);
