import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { shellExports } from "../automation/render/shellExports";
import { startSandbox, type Sandbox } from "../sandbox/startSandbox";
import { stopSandbox } from "../sandbox/stopSandbox";
import { systemClock } from "../support/clock";
import { messageOf } from "../support/errors";
import { readToolchain } from "../toolchain/manifest";
import { createAppRepository } from "./appRepository";
import { createStory, type Story } from "./story";
import { cluster, environment, tour } from "./tour";

const usage = `npm run demo [-- --keep] [-- --dir FOLDER]
Releases two commits of a sample application onto a local AWS.
  --keep        leave the local AWS running at the end
  --dir FOLDER  where it and the application's repository live (.slipway/demo)
`;

/** How many times as fast as AWS the local one moves. */
const timeScale = 10;
const checkout = join(__dirname, "..");

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      keep: { type: "boolean", default: false },
      dir: { type: "string", default: join(checkout, ".slipway", "demo") },
      help: { type: "boolean", default: false },
    },
  });
  const story = createStory((text) => process.stdout.write(text));
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  // A notice of the AWS SDK about next year's Node has no place in the story.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const began = systemClock.now();
  const interrupted = new AbortController();
  process.once("SIGINT", () => interrupted.abort(new Error("Interrupted.")));
  process.once("SIGTERM", () => interrupted.abort(new Error("Interrupted.")));

  story.step("Start a sandbox: a local AWS, an image registry, a builder and a Docker engine");
  const dir = join(values.dir, "sandbox");
  if ((await stopSandbox({ dir })).stopped) story.say("The one that was kept is gone.");
  const sandbox = await startSandbox({ dir, timeScale }, systemClock, interrupted.signal);
  const kept = () => values.keep && !interrupted.signal.aborted;
  try {
    const { endpoint = "", registryHost = "" } = sandbox.state;
    story.say(`AWS is at ${endpoint}, its clock runs ${timeScale} times as fast as ours`);
    story.say(`its image registry is at ${registryHost}`);
    const application = await createAppRepository(join(values.dir, "mage"), process.env);
    const env = { ...process.env, ...sandbox.state.env };
    const { busybox, buildx } = readToolchain();
    const tools = { busybox: busybox.path, buildx: buildx.path };
    await tour({ env, tools, application }, story, systemClock, interrupted.signal);
    const seconds = Math.round((systemClock.now() - began) / 1000);
    story.say(`Two releases, all in all ${seconds} s.`);
    if (values.keep) await tellNext(story, sandbox, application.folder, values.dir);
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    story.say("Interrupted: everything is taken down.");
    return 130;
  } finally {
    if (!kept()) await sandbox.stop();
  }
  if (!kept()) {
    story.step("The sandbox is gone again. To keep it and try more:");
    story.command("npm run demo -- --keep");
  }
  return 0;
}

async function tellNext(story: Story, { state }: Sandbox, folder: string, dir: string) {
  const shell = join(dir, "env.sh");
  const folders = [join(checkout, "bin"), ...state.folders];
  await writeFile(shell, `${shellExports(state.env, folders)}\n`, { mode: 0o600 });
  story.step("The sandbox goes on. Try more, in any shell:");
  story.command(`. ${shell} && cd ${folder}`);
  story.command(`slipway status ${environment}`);
  story.command(`slipway up ${environment}                # the same commit: unchanged`);
  story.command(`echo Ahoy > greeting.txt && git commit -qam Ahoy`);
  story.command(`slipway preview ${environment}`);
  story.command(`slipway up ${environment}`);
  story.command(
    `pulumi preview --stack ${environment} --diff   # without the runner; notes its salt in the stack file`,
  );
  story.command(`aws ecs describe-services --cluster ${cluster} --services mage-web`);
  story.command(`slipway sandbox stop --dir ${join(dir, "sandbox")}`);
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`\nThe demo failed: ${messageOf(error)}\n`);
    process.exitCode = 1;
  },
);
