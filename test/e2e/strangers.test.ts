import { chmod, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRepositoryCommand } from "@aws-sdk/client-ecr";
import { CreateClusterCommand } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { knownPaths } from "../../sandbox/runFolder";
import type { SandboxPaths } from "../../sandbox/sandboxPaths";
import { startSandbox, type Sandbox } from "../../sandbox/startSandbox";
import cloudwatch from "../../emulator/services/cloudwatch/model.json";
import ecr from "../../emulator/services/ecr/model.json";
import ecs from "../../emulator/services/ecs/model.json";
import elbv2 from "../../emulator/services/elbv2/model.json";
import iam from "../../emulator/services/iam/model.json";
import logs from "../../emulator/services/logs/model.json";
import secretsmanager from "../../emulator/services/secretsmanager/model.json";
import ssm from "../../emulator/services/ssm/model.json";
import sts from "../../emulator/services/sts/model.json";
import { sandboxKey } from "../_helpers/sandboxKeys";
import { signedHeaders } from "../_helpers/signedFetch";
import { buildContext, push, sandboxVisitor, type SandboxVisitor } from "./_helpers/sandboxVisitor";
import { listeningAtTheGateway } from "./_helpers/gateway";
import { asStranger } from "./_helpers/stranger";

const json: [target: string, service: string, operations: object][] = [
  ["AmazonEC2ContainerServiceV20141113", "ecs", ecs.operations],
  ["AmazonEC2ContainerRegistry_V20150921", "ecr", ecr.operations],
  ["Logs_20140328", "logs", logs.operations],
  ["AmazonSSM", "ssm", ssm.operations],
  ["secretsmanager", "secretsmanager", secretsmanager.operations],
  ["GraniteServiceVersion20100801", "monitoring", cloudwatch.operations],
];
const query: [service: string, operations: object][] = [
  ["sts", sts.operations],
  ["iam", iam.operations],
  ["elasticloadbalancing", elbv2.operations],
  ["monitoring", cloudwatch.operations],
];

describe("a sandbox, to all but the user who started it", function () {
  this.timeout(180_000);
  let folder: string;
  let sandbox: Sandbox;
  let paths: SandboxPaths;
  let v: SandboxVisitor;

  before(async function () {
    // Only root may act as another user.
    if (process.getuid?.() !== 0) this.skip();
    folder = await mkdtemp(path.join(tmpdir(), "slipway-strangers-"));
    // As open as a project's folder usually is: the sandbox has to shut its own.
    await chmod(folder, 0o755);
    const dir = path.join(folder, "sandbox");
    sandbox = await startSandbox({ dir, timeScale: 20, attached: true, engine: "own" });
    paths = await knownPaths(dir);
    v = sandboxVisitor(sandbox);
    await v.ecs.send(new CreateClusterCommand({ clusterName: "c" }));
    await v.logs.send(new CreateLogGroupCommand({ logGroupName: "/app" }));
    await v.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
    await push(v, await buildContext(folder));
  });
  after(async () => {
    // Unset where this is skipped, or could not start.
    await (sandbox as Sandbox | undefined)?.stop();
    if (sandbox as Sandbox | undefined) await rm(folder, { recursive: true, force: true });
  });

  describe("to another user of the machine", () => {
    const guessed = { accessKeyId: "AKIAGUESSED", secretAccessKey: "guessed" };

    /** Every operation there is, with no signature, a guessed key, and the right key's id with a guessed secret. */
    async function calls() {
      const url = `${sandbox.state.endpoint!}/`;
      const all = [
        ...json.flatMap(([prefix, service, operations]) =>
          Object.keys(operations).map((name) => ({
            service,
            body: "{}",
            headers: {
              "content-type": "application/x-amz-json-1.1",
              "x-amz-target": `${prefix}.${name}`,
            },
          })),
        ),
        ...query.flatMap(([service, operations]) =>
          Object.keys(operations).map((name) => ({
            service,
            body: `Action=${name}`,
            headers: { "content-type": "application/x-www-form-urlencoded" },
          })),
        ),
      ];
      const known = { ...sandboxKey(sandbox.state), secretAccessKey: "guessed" };
      const requests = all.flatMap(({ body, headers, service }) => [
        Promise.resolve({ url, method: "POST", body, headers }),
        ...[guessed, known].map(async (key) => ({
          ...{ url, method: "POST", body },
          headers: await signedHeaders(url, { body, headers, service, key }),
        })),
      ]);
      return Promise.all(requests);
    }

    it("refuses every operation of every service", async () => {
      const requests = await calls();
      expect(requests.length).to.be.above(200);
      const { requests: answers } = await asStranger({ requests });
      const codes = answers.map(
        ({ text }) => /(?:"__type":"|<Code>)(\w+)/.exec(text)?.[1] ?? `no error: ${text}`,
      );
      expect([...new Set(codes)]).to.have.members([
        ...["MissingAuthenticationTokenException", "MissingAuthenticationToken"],
        ...["UnrecognizedClientException", "InvalidClientTokenId"],
        ...["InvalidSignatureException", "SignatureDoesNotMatch"],
      ]);
      for (const { status } of answers) expect(status).to.be.oneOf([400, 403]);
    });

    it("refuses the control endpoint, whatever token is guessed", async () => {
      const url = `${sandbox.state.endpoint!}/_slipway`;
      const names = ["state", "scenario", "calls", "held"].map((name) => ["GET", name] as const);
      const changes = [
        ["PUT", "scenario"],
        ["POST", "tasks"],
        ["POST", "api"],
        ["POST", "keys"],
        ["POST", "release"],
        ["DELETE", "calls"],
      ] as const;
      const tokens: Record<string, string>[] = [
        {},
        { authorization: "Bearer guessed" },
        { "x-slipway-token": "sandbox" },
      ];
      const requests = [...names, ...changes].flatMap(([method, name]) =>
        tokens.map((headers) => ({ url: `${url}/${name}`, method, headers })),
      );
      const { requests: answers } = await asStranger({ requests });
      for (const { status, text } of answers) expect(status, text).to.equal(401);
    });

    it("refuses pulls, pushes and listings at the registry", async () => {
      const base = `http://${sandbox.state.registryHost!}/v2`;
      const authorization = `Basic ${Buffer.from("AWS:guessed").toString("base64")}`;
      const requests = [
        ["GET", "/"],
        ["GET", "/_catalog"],
        ["GET", "/app/tags/list"],
        ["GET", "/app/manifests/one"],
        ["PUT", "/app/manifests/one"],
        ["POST", "/app/blobs/uploads/"],
        ["DELETE", "/app/manifests/one"],
      ].flatMap(([method = "", name = ""]) =>
        [undefined, { authorization }].map((headers) => ({
          ...{ url: base + name, method, headers },
        })),
      );
      const { requests: answers } = await asStranger({ requests });
      for (const { status, text } of answers) expect(status, text).to.equal(401);
    });

    it("finds no task's credentials, and no control endpoint at the address that tasks use", async () => {
      await v.until(await v.runTask(watcher()), ({ lastStatus }) => lastStatus === "RUNNING");
      const gateways = await listeningAtTheGateway(sandbox);
      expect(gateways).to.have.length(1);
      const requests = gateways.flatMap((at) =>
        ["/_slipway/state", "/v2/credentials/", "/v2/credentials/x", "/v4/x/task"].map((name) => ({
          url: `http://${at}${name}`,
        })),
      );
      const { requests: answers } = await asStranger({ requests });
      for (const { text } of answers) {
        expect(text).not.to.match(/SecretAccessKey|"clusters"|"Containers"/);
      }
    });

    it("keeps every file and socket of its own to itself", async () => {
      const { dir, run: sockets, state, dockerConfig, logs: logFolder, options } = paths;
      const names = (await readdir(sockets)).filter((name) => name.endsWith(".sock"));
      expect(names).to.include.members(["docker.sock", "registry.sock", "buildkitd.sock"]);
      const tried = await asStranger({
        files: [
          ...[dir, sockets, state, options, logFolder, path.join(dockerConfig, "config.json")],
          ...[path.join(logFolder, "emulator.log"), path.join(dir, "pulumi"), paths.storage],
        ],
        sockets: names.map((name) => path.join(sockets, name)),
      });
      expect([...new Set([...tried.files, ...tried.sockets])]).to.deep.equal(["EACCES"]);
      for (const file of [dir, sockets]) expect((await stat(file)).mode & 0o777).to.equal(0o700);
      for (const file of [state, options, path.join(dockerConfig, "config.json")]) {
        expect((await stat(file)).mode & 0o777, file).to.equal(0o600);
      }
    });
  });

  /** A task that stays, and whose role has credentials. */
  const watcher = () => ({
    family: "role",
    taskRoleArn: "arn:aws:iam::123456789012:role/r",
    containerDefinitions: [
      { name: "app", image: `${v.repository}:one`, memory: 64, command: ["sleep", "600"] },
    ],
  });
});
