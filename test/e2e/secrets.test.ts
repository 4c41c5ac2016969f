import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { systemClock } from "../../support/clock";
import { commitOf, Place, type Ran } from "./_badInput/place";
import { SecretSearch, type Finding } from "./_badInput/secretSearch";

/** What the emulated ECR hands out: 192 random bytes, alone or in base64 behind `AWS:`. */
const token = /(?<![\w-])[\w-]{256}(?![\w-])|QVdTO[\w+/]{340}/;
const random = () => `s3cr${randomBytes(12).toString("hex")}`;

describe("secrets", () => {
  const secrets = {
    "somebody else's variable": random(),
    "a secret in Secrets Manager": random(),
    "a parameter in SSM": random(),
    "a variable of slipway:environment": random(),
    "a build secret": random(),
    "the AWS secret key": "",
    "the AWS session token": "",
    "the passphrase": random(),
    "the registry's password": "",
  };
  /** Not a secret by the stack's file, but never to be seen elsewhere. */
  const inClear = { "a variable of slipway:environment in clear": random() };
  let place: Place;
  let search: SecretSearch;
  let closed: SecretSearch;
  const open = new SecretSearch(inClear);
  /** Finds what is known to be there: shows that the search finds. */
  let control: SecretSearch;
  let temporary: string;
  let accessKeyId = "";
  const ran: { args: string; result: Ran }[] = [];
  const whileRunning: Finding[] = [];
  const controlWhileRunning: Finding[] = [];

  before(async () => {
    place = await Place.start([
      "slipway:image: { context: app, secrets: { npm: { env: NPM_TOKEN } } }",
    ]);
    temporary = path.join(place.folder, "temporary");
    await mkdir(temporary);
    await mkdir(path.join(place.folder, "home"));
    secrets["the registry's password"] = await registryPassword();
    await beginSession();
    closed = new SecretSearch({ ...secrets, "a token of ECR": token });
    search = new SecretSearch({ ...secrets, ...inClear, "a token of ECR": token });
    control = new SecretSearch({ commit: commitOf(1), "name of a variable": "OWN_TOKEN" });
    await seed();
  });
  after(() => place.stop());

  /** Runs it with every secret around, and looks over its shoulder. */
  async function run(program: "slipway" | "pulumi", ...args: string[]): Promise<Ran> {
    return watched(program, args);
  }

  async function watched(
    program: "slipway" | "pulumi",
    args: string[],
    env: NodeJS.ProcessEnv = {},
    stdin?: string,
  ): Promise<Ran> {
    const over = new AbortController();
    const watching = watch(over.signal);
    const variables = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secrets["the AWS secret key"],
      AWS_SESSION_TOKEN: secrets["the AWS session token"],
      PULUMI_CONFIG_PASSPHRASE: secrets["the passphrase"],
      NPM_TOKEN: secrets["a build secret"],
      TMPDIR: temporary,
      HOME: path.join(place.folder, "home"),
      BUILDKITE_COMMIT: commitOf(1),
      ...env,
    };
    const result = await place.run(program, args, variables, stdin);
    over.abort();
    await watching;
    ran.push({ args: `${program} ${args.join(" ")}`, result });
    return result;
  }

  /** Files that hold a secret as long as a run takes, in folders that nobody else may read. */
  const isLogin = (file: string) => /^slipway-docker-[^/]+\/config\.json$/.test(file);
  const isStackFile = (file: string) => /^slipway-run-[^/]+\/Pulumi\.staging\.yaml$/.test(file);

  async function watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      whileRunning.push(
        ...(await closed.inFolder(temporary, isLogin)),
        ...(await open.inFolder(temporary, isStackFile)),
        ...(await search.inCommandLines()),
      );
      controlWhileRunning.push(...(await control.inFolder(temporary)));
      await systemClock.sleep(250, signal).catch(() => undefined);
    }
  }

  async function registryPassword(): Promise<string> {
    const config = await readFile(path.join(place.folder, "sandbox/docker/config.json"), "utf8");
    const { auths } = JSON.parse(config) as { auths: Record<string, { auth: string }> };
    const login = Buffer.from(auths[place.registry]!.auth, "base64").toString();
    return login.slice("AWS:".length);
  }

  async function beginSession(): Promise<void> {
    const connection = { endpoint: place.endpoint, region: "us-east-1" };
    const sts = new STSClient({ ...connection, credentials: place.ownKey });
    const RoleArn = "arn:aws:iam::123456789012:role/release";
    const { Credentials: session } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "secrets" }),
    );
    accessKeyId = session!.AccessKeyId!;
    secrets["the AWS secret key"] = session!.SecretAccessKey!;
    secrets["the AWS session token"] = session!.SessionToken!;
  }

  async function seed(): Promise<void> {
    const connection = {
      endpoint: place.endpoint,
      region: "us-east-1",
      credentials: place.ownKey,
    };
    const stored = await new SecretsManagerClient(connection).send(
      new CreateSecretCommand({
        Name: "database",
        SecretString: secrets["a secret in Secrets Manager"],
      }),
    );
    await new SSMClient(connection).send(
      new PutParameterCommand({
        Name: "/mage/key",
        Type: "SecureString",
        Value: secrets["a parameter in SSM"],
      }),
    );
    await place.createService("web", [
      {
        name: "app",
        image: `${place.registry}/mage:${commitOf(9)}`,
        environment: [{ name: "FOREIGN", value: secrets["somebody else's variable"] }],
        secrets: [
          { name: "DATABASE", valueFrom: stored.ARN! },
          { name: "KEY", valueFrom: "/mage/key" },
        ],
      },
    ]);
    await place.steady();
    expect((await run("pulumi", "stack", "init", "staging")).code).to.equal(0);
    const set = async (name: string, kind: "--secret" | "--plaintext", value: string) => {
      const key = ["--path", `slipway:environment.${name}`];
      const args = ["config", "set", "--stack", "staging", kind, ...key];
      const { code, stderr } = await watched("pulumi", args, {}, value);
      expect(code, stderr).to.equal(0);
    };
    await set("OWN_TOKEN", "--secret", secrets["a variable of slipway:environment"]);
    await set("OPEN_TOKEN", "--plaintext", Object.values(inClear)[0]!);
  }

  it("are around while every command runs", async () => {
    const ends = async (code: number, ...args: Parameters<typeof run>) => {
      const { code: seen, stdout, stderr } = await run(...args);
      expect(seen, `${args.join(" ")}\n${stdout}${stderr}`).to.equal(code);
    };
    await ends(0, "slipway", "preview");
    await ends(0, "slipway", "preview", "--json");
    await ends(0, "slipway", "preview", "--explain");
    await ends(0, "pulumi", "preview", "--diff", "--non-interactive", "--stack", "staging");
    await ends(0, "slipway", "up");
    await ends(0, "slipway", "up", "--json");
    await ends(0, "slipway", "status", "--json");
    // Without a login of Docker's: Slipway gets a token from ECR by itself.
    const login = { DOCKER_CONFIG: path.join(place.folder, "home") };
    const own = await watched("slipway", ["up", "--commit", commitOf(2), "--json"], login);
    expect(own.code, own.stdout + own.stderr).to.equal(0);
    await place.plan({ family: "web", exit: { after: 1, code: 1 } });
    const failed = await run("slipway", "up", "--commit", commitOf(3));
    expect(failed.code, failed.stderr).to.be.oneOf([6, 7]);
    await place.faults([]);
    const up = ["up", "--yes", "--non-interactive", "--stack", "staging", "--diff"];
    const plain = await watched("pulumi", up, { BUILDKITE_COMMIT: commitOf(2) });
    expect(plain.code, plain.stdout + plain.stderr).to.equal(0);
    await ends(0, "pulumi", "stack", "export", "--stack", "staging");
    await ends(0, "pulumi", "stack", "output", "--json", "--stack", "staging");
    await ends(0, "pulumi", "stack", "history", "--stack", "staging");
  });

  it("reach the containers all the same", async () => {
    const { containerDefinitions = [] } = await place.definition("web");
    expect(containerDefinitions[0]?.environment).to.deep.include.members([
      { name: "FOREIGN", value: secrets["somebody else's variable"] },
      { name: "OWN_TOKEN", value: secrets["a variable of slipway:environment"] },
      { name: "OPEN_TOKEN", value: Object.values(inClear)[0] },
    ]);
  });

  it("are printed by no command", () => {
    const found = ran.flatMap(({ args, result }) =>
      search.inText(args, result.stdout + result.stderr),
    );
    expect(found).to.deep.equal([]);
    const seen = ran.flatMap(({ args, result }) => control.inText(args, result.stdout));
    expect(seen.length).to.be.greaterThan(10);
    const preview = ran.find(({ args }) => args === "slipway preview");
    expect(control.inText("", preview?.result.stdout ?? "")).to.have.length(2);
  });

  it("are in no file of Pulumi's backend, nor in any other but the login", async () => {
    const isLayer = (file: string) => file.startsWith("sandbox/storage/");
    const skip = (file: string) => file === "sandbox/docker/config.json" || isLayer(file);
    expect(await closed.inFolder(place.folder, skip)).to.deep.equal([]);
    // The stack's file and what Pulumi keeps of it hold what is in clear there.
    const isSettings = (file: string) =>
      file === "project/Pulumi.staging.yaml" || /\/\.pulumi\/history\//.test(file);
    expect(await open.inFolder(place.folder, isSettings)).to.deep.equal([]);
    const inState = await control.inFolder(path.join(place.folder, "sandbox/pulumi"));
    expect(inState.map(({ place: file }) => path.basename(file))).to.include("staging.json");
    const password = await search.inFolder(path.join(place.folder, "sandbox/docker"));
    expect(password.map(({ secret }) => secret)).to.have.members([
      "the registry's password",
      "a token of ECR",
    ]);
  });

  it("were in no temporary file and no command line while the commands ran", async () => {
    const seen = new Set(whileRunning.map(({ secret, place: at }) => `${secret}: ${at}`));
    expect([...seen]).to.deep.equal([]);
    expect(controlWhileRunning).to.not.be.empty;
    expect(await search.inFolder(temporary)).to.deep.equal([]);
  });

  it("are found wherever they stand in base64", () => {
    const value = secrets["the passphrase"];
    for (const before of ["", "a", "ab", "abc", "AWS:"]) {
      const text = Buffer.from(`${before}${value};`).toString("base64");
      expect(search.inText("here", `x ${text} y`)).to.deep.equal([
        { secret: "the passphrase", place: "here" },
      ]);
    }
    expect(search.inText("here", Buffer.from(commitOf(1)).toString("base64"))).to.be.empty;
  });
});
