import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { CreateLogGroupCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRepositoryCommand } from "@aws-sdk/client-ecr";
import {
  CreateClusterCommand,
  CreateServiceCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  UpdateServiceCommand,
  type RegisterTaskDefinitionCommandInput,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { startSandbox, type Sandbox } from "../../sandbox/startSandbox";
import { readToolchain } from "../../toolchain/manifest";
import { errorFrom } from "../_helpers/errorFrom";
import {
  buildContext,
  logConfiguration,
  push,
  sandboxVisitor,
  type SandboxVisitor,
} from "./_helpers/sandboxVisitor";

const run = promisify(execFile);

describe("a sandbox, to what runs in it", function () {
  this.timeout(180_000);
  let folder: string;
  let sandbox: Sandbox;
  let v: SandboxVisitor;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-inside-"));
    const dir = path.join(folder, "sandbox");
    sandbox = await startSandbox({ dir, timeScale: 20, attached: true, engine: "own" });
    v = sandboxVisitor(sandbox);
    await v.ecs.send(new CreateClusterCommand({ clusterName: "c" }));
    await v.logs.send(new CreateLogGroupCommand({ logGroupName: "/app" }));
    await v.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
    await push(v, await buildContext(folder));
  });
  after(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  });

  describe("to its own tasks", () => {
    /** Each address that a task can think of, with what it gets there. */
    const probe = `
      gateway=$(ip route | sed -n 's/^default via \\([^ ]*\\).*/\\1/p')
      for at in 169.254.170.2 $gateway:$AWS_PORT 127.0.0.1:$AWS_PORT; do
        for name in state scenario calls; do
          wget -q -O - --header "x-slipway-token: guessed" http://$at/_slipway/$name
          wget -q -O - --header "Host: 127.0.0.1:$AWS_PORT" http://$at/_slipway/$name
          wget -q -O - --post-data "{}" http://$at/_slipway/$name
        done
      done 2>&1
      wget -q -O - http://$gateway:$REGISTRY_PORT/v2/ 2>&1
      ls /var/run/docker.sock 2>&1
      echo tried`;

    it("has no control endpoint, no registry and no engine for them", async () => {
      const { endpoint = "", registryHost = "" } = sandbox.state;
      const taskArn = await v.runTask({
        family: "prober",
        containerDefinitions: [
          {
            ...{ name: "probe", image: `${v.repository}:one`, command: ["sh", "-c", probe] },
            environment: [
              { name: "AWS_PORT", value: new URL(endpoint).port },
              { name: "REGISTRY_PORT", value: registryHost.split(":")[1] },
            ],
            logConfiguration,
          },
        ],
      });
      await v.until(taskArn, ({ lastStatus }) => lastStatus === "STOPPED");
      const { events = [] } = await v.logs.send(
        new GetLogEventsCommand({
          ...{ logGroupName: "/app", startFromHead: true },
          logStreamName: `p/probe/${taskArn.split("/").at(-1)!}`,
        }),
      );
      const said = events.map(({ message }) => message ?? "");
      expect(said.at(-1)).to.equal("tried");
      // Each attempt says why it failed, and none of them has an answer's body.
      expect(said.slice(0, -1).join("\n"))
        .to.match(/403/)
        .and.match(/refused/);
      for (const line of said.slice(0, -1)) {
        expect(line).to.match(/^(wget|ls): .*(HTTP\/1\.1 40\d|refused|timed out|No such file)/);
      }
    });

    const demands: [what: string, demand: Partial<RegisterTaskDefinitionCommandInput>][] = [
      ["host folder /etc", { volumes: [{ name: "etc", host: { sourcePath: "/etc" } }] }],
      ["privileged", privileged({ privileged: true })],
      [
        "capability SYS_ADMIN",
        privileged({ linuxParameters: { capabilities: { add: ["SYS_ADMIN"] } } }),
      ],
      ["pidMode host", { pidMode: "host" }],
      ["networkMode host", { networkMode: "host" }],
    ];
    for (const [what, demand] of demands) {
      it(`carries out no task definition that asks for ${what}`, async () => {
        const family = what.replace(/\W+/g, "-");
        const { containerDefinitions } = watcher(family);
        await v.ecs.send(
          new RegisterTaskDefinitionCommand({ family, containerDefinitions, ...demand }),
        );
        const task = { cluster: "c", taskDefinition: family };
        const service = { ...task, serviceName: family, desiredCount: 1 };
        for (const attempt of [
          v.ecs.send(new RunTaskCommand(task)),
          v.ecs.send(new CreateServiceCommand(service)),
        ]) {
          const refused = await errorFrom(attempt);
          expect(refused.name).to.equal("InvalidParameterException");
          expect(refused.message).to.include(what).and.include("is not carried out");
        }
      });
    }

    it("moves no service to such a task definition", async () => {
      const { containerDefinitions } = watcher("moved");
      const register = (more: object) =>
        v.ecs.send(
          new RegisterTaskDefinitionCommand({ family: "moved", containerDefinitions, ...more }),
        );
      await register({});
      const service = { cluster: "c", serviceName: "moved", taskDefinition: "moved" };
      await v.ecs.send(new CreateServiceCommand({ ...service, desiredCount: 0 }));
      await register({ pidMode: "host" });
      const update = { cluster: "c", service: "moved", taskDefinition: "moved" };
      const refused = await errorFrom(v.ecs.send(new UpdateServiceCommand(update)));
      expect(refused.name).to.equal("InvalidParameterException");
      expect(refused.message).to.include("pidMode host is not carried out");
    });
  });

  describe("to the RUN steps of its builds", () => {
    /** @returns what a build says whose Dockerfile asks the control endpoint and AWS */
    async function buildSaid(of: Sandbox): Promise<string> {
      const context = await buildContext(folder);
      const { endpoint = "" } = of.state;
      const dockerfile = `FROM scratch
        COPY busybox /bin/busybox
        RUN ["/bin/busybox", "wget", "-O", "-", "${endpoint}/_slipway/state"]\n`;
      await writeFile(path.join(context, "Dockerfile"), dockerfile);
      const env = { ...process.env, ...of.state.env };
      const args = ["build", "--no-cache", "--progress", "plain", context];
      const failed = await errorFrom(run(readToolchain().buildx.path, args, { env }));
      return String((failed as Error & { stderr?: string }).stderr);
    }

    it("refuses those that reach it over the machine's network", async () => {
      expect(await buildSaid(sandbox)).to.match(/HTTP\/1\.1 401/);
    });

    it("can't be reached where builds have no network, and still pushes what they make", async () => {
      const closed = await startSandbox({
        ...{ dir: path.join(folder, "closed"), runtime: "simulated", attached: true },
        buildNetwork: "none",
      });
      try {
        expect(await buildSaid(closed)).to.match(/can't connect|unreachable|refused/i);
        const visitor = sandboxVisitor(closed);
        await visitor.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
        await push(visitor, await buildContext(folder));
      } finally {
        await closed.stop();
      }
    });
  });

  /** A task definition of one container that stays. */
  function watcher(family: string, more: Partial<RegisterTaskDefinitionCommandInput> = {}) {
    return {
      family,
      containerDefinitions: [
        { name: "app", image: `${v.repository}:one`, memory: 64, command: ["sleep", "600"] },
      ],
      ...more,
    };
  }

  function privileged(more: object): Partial<RegisterTaskDefinitionCommandInput> {
    return { containerDefinitions: [{ name: "app", image: "app:1", memory: 64, ...more }] };
  }
});
