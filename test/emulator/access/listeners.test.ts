import { CreateRepositoryCommand } from "@aws-sdk/client-ecr";
import { expect } from "chai";
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { foreignRequest, ownNames } from "../../../emulator/access/ownNames";
import { control, testToken } from "../../_helpers/testAccess";
import { signedHeaders } from "../../_helpers/signedFetch";
import { containerAws, type ContainerAws } from "../_helpers/containerAws";
import { TestEmulator } from "../_helpers/testEmulator";

interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Unlike fetch it sends any Host that it is given. */
async function ask(endpoint: string, { body, path = "/", ...options }: Asked) {
  const { hostname, port } = new URL(endpoint);
  const sent = request({ ...options, host: hostname, port, path });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode, text: await text(response) };
}

const evil = { host: "evil.example.com" };
/** What a browser says of a page of another site; a page that was rebound says only the Host. */
const foreign: [string, Record<string, string>][] = [
  ["a Host that is not its own", evil],
  ["a Host on another port", { host: "127.0.0.1:1" }],
  ["a foreign Origin", { origin: "http://evil.example.com" }],
  ["an Origin without a name", { origin: "null" }],
  ["a cross-site fetch", { "sec-fetch-site": "cross-site" }],
  ["a page on another port of this machine", { "sec-fetch-site": "same-site" }],
];

describe("emulator: its listeners", () => {
  let aws: TestEmulator;
  let tasks: string;

  before(async () => {
    aws = await TestEmulator.start();
    ({ endpoint: tasks } = await aws.emulator.listen({ serves: "tasks" }));
  });
  after(() => aws.close());

  for (const [what, headers] of foreign) {
    it(`refuse ${what}, even with the right signature or token`, async () => {
      const call = { body: "Action=GetCallerIdentity&Version=2011-06-15", service: "sts" };
      const signed = await signedHeaders(aws.endpoint, call);
      const { body } = call;
      const token = { authorization: `Bearer ${testToken}` };
      const answers = [
        await ask(aws.endpoint, { method: "POST", headers: { ...signed, ...headers }, body }),
        await ask(aws.endpoint, { path: "/_slipway/state", headers: { ...token, ...headers } }),
        await ask(tasks, { path: "/ready", headers }),
      ];
      for (const { status, text } of answers) {
        expect(status).to.equal(403);
        expect(text).to.match(/^Refused: /);
      }
    });
  }

  it("do nothing of a plain-text POST of another site's page to the control endpoint", async () => {
    const headers = { "content-type": "text/plain", origin: "https://evil.example.com" };
    const body = JSON.stringify({ pullError: "missing" });
    const sent = { method: "POST", path: "/_slipway/tasks", headers, body };
    expect((await ask(aws.endpoint, sent)).status).to.equal(403);
    expect(aws.emulator.faults.scenario.tasks).to.deep.equal([]);
  });

  it("know localhost, IPv6's too, and pages of their own", async () => {
    const { port, host } = new URL(aws.endpoint);
    for (const name of [`localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
      const answer = await ask(aws.endpoint, { path: "/_slipway/state", headers: { host: name } });
      expect(answer.status, name).to.equal(401);
    }
    const own = { origin: `http://${host}`, "sec-fetch-site": "same-origin" };
    expect((await ask(aws.endpoint, { path: "/_slipway/state", headers: own })).status).to.equal(
      401,
    );
  });

  it("give the control endpoint to the holder of the token only", async () => {
    const routes = ["state", "scenario", "calls", "held"].map((name) => ["GET", name] as const);
    const changes = [
      ["PUT", "scenario"],
      ["POST", "keys"],
      ["DELETE", "calls"],
      ["POST", "no-such-thing"],
    ] as const;
    for (const [method, name] of [...routes, ...changes]) {
      const body = method === "GET" ? undefined : {};
      expect((await control(aws.endpoint, method, name, body, "guessed")).status).to.equal(401);
    }
    const path = "/_slipway/state";
    const own = { "x-slipway-token": testToken };
    expect((await ask(aws.endpoint, { path })).status).to.equal(401);
    expect((await ask(aws.endpoint, { path, headers: own })).status).to.equal(200);
    expect((await control(aws.endpoint, "GET", "state")).status).to.equal(200);
  });

  it("give nobody the control endpoint of an emulator without a token", async () => {
    const other = await TestEmulator.start({ controlToken: undefined });
    for (const token of ["", "undefined"]) {
      const { status } = await control(other.endpoint, "GET", "state", undefined, token);
      expect(status).to.equal(401);
    }
    await other.close();
  });

  it("have no control endpoint for tasks, whatever token they have", async () => {
    for (const name of ["state", "scenario", "calls"]) {
      const headers = { authorization: `Bearer ${testToken}`, host: "169.254.170.2" };
      const { text } = await ask(tasks, { path: `/_slipway/${name}`, headers });
      expect(text).to.include("MissingAuthenticationToken");
    }
  });

  it("have no task endpoint for users: its paths are for containers", async () => {
    const { text } = await ask(aws.endpoint, { path: "/v2/credentials/x" });
    expect(text).to.include("MissingAuthenticationToken");
    const headers = { host: "169.254.170.2" };
    expect((await ask(tasks, { path: "/ready", headers })).status).to.equal(200);
  });
});

describe("the names of a listener", () => {
  it("are without a port only where it is 80", () => {
    expect([...ownNames({ address: "172.18.0.1", port: 80 })]).to.deep.equal([
      "172.18.0.1",
      "172.18.0.1:80",
    ]);
    expect([...ownNames({ address: "172.18.0.1", port: 8080 }, ["169.254.170.2"])]).to.deep.equal([
      "172.18.0.1:8080",
      "169.254.170.2",
    ]);
  });

  it("have to be said: a request without a Host is refused", () => {
    const names = ownNames({ address: "127.0.0.1", port: 80 });
    expect(foreignRequest({}, names)).to.match(/host \(none\)/);
    expect(foreignRequest({ host: "127.0.0.1" }, names)).to.equal(undefined);
    expect(foreignRequest({ host: "127.0.0.1", "sec-fetch-site": "none" }, names)).to.equal(
      undefined,
    );
  });
});

describe("the guard before the registry, to pages of other sites", () => {
  let aws: ContainerAws;
  before(async () => {
    aws = await containerAws();
    await aws.ecr.send(new CreateRepositoryCommand({ repositoryName: "app" }));
  });
  after(() => aws.close());

  for (const [what, headers] of foreign) {
    it(`refuses ${what}, even with a token`, async () => {
      const authorization = await aws.login();
      const { status } = await ask(`http://${aws.registryHost}`, {
        ...{ path: "/v2/app/tags/list", headers: { authorization, ...headers } },
      });
      expect(status).to.equal(403);
      expect(aws.registry.requests).to.deep.equal([]);
    });
  }
});
