import {
  CreateListenerCommand,
  DeleteListenerCommand,
  DeregisterTargetsCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect } from "chai";
import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { forward } from "../../../../../emulator/services/elbv2/balancing/forward";
import { TestEmulator } from "../../../_helpers/testEmulator";

type Handler = Parameters<typeof createServer>[1];

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

describe("emulator: the proxy of a listener", () => {
  let aws: TestEmulator;
  const servers: Server[] = [];

  beforeEach(async () => {
    aws = await TestEmulator.start();
  });
  afterEach(async () => {
    await aws.close();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** A server on 127.0.0.1; @returns its port */
  async function serve(handler: Handler): Promise<number> {
    const server = createServer(handler);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }
  const named = (name: string) => serve((_request, response) => response.end(name));

  async function register(group: string, ...ports: number[]): Promise<void> {
    const Targets = ports.map((Port) => ({ Id: "127.0.0.1", Port }));
    await aws.elb.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets }));
  }

  async function states(group: string): Promise<Record<string, string>> {
    const { TargetHealthDescriptions = [] } = await aws.elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: group }),
    );
    return Object.fromEntries(
      TargetHealthDescriptions.map((d) => [d.Target!.Port!, d.TargetHealth!.State!]),
    );
  }

  /** Lets time pass until every target is in one of these states: its checks take real time. */
  async function until(group: string, ...wanted: string[]): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (Object.values(await states(group)).every((state) => wanted.includes(state))) return;
      await aws.pass(5);
    }
    throw new Error(`Still ${JSON.stringify(await states(group))}.`);
  }

  async function addressOf(balancer: string): Promise<string> {
    const { LoadBalancers } = await aws.elb.send(
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [balancer] }),
    );
    return LoadBalancers![0]!.DNSName!;
  }

  function ask(
    address: string,
    { method = "GET", body = "", headers = {}, path = "/" } = {},
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const url = `http://${address}${path}`;
      const asking = request(url, { method, headers, agent: false }, (response) => {
        let text = "";
        response.on("data", (chunk) => (text += String(chunk)));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
        response.on("error", reject);
      });
      asking.on("error", reject);
      asking.end(body);
    });
  }

  it("asks the healthy targets in turn", async () => {
    const { group, balancer } = await aws.balance();
    await register(group, await named("a"), await named("b"));
    await until(group, "healthy");
    const address = await addressOf(balancer);
    const bodies: string[] = [];
    for (let i = 0; i < 4; i++) bodies.push((await ask(address)).body);
    expect(bodies).to.have.ordered.members([bodies[0], bodies[1], bodies[0], bodies[1]]);
    expect(bodies.slice(0, 2)).to.have.members(["a", "b"]);
  });

  it("passes method, path, body, status and headers on, and says where a request is from", async () => {
    const { group, balancer } = await aws.balance({ Matcher: { HttpCode: "418" } });
    const port = await serve((asked, response) => {
      let body = "";
      asked.on("data", (chunk) => (body += String(chunk)));
      asked.on("end", () => {
        response.writeHead(418, { "x-own": "1", "set-cookie": ["a=1", "b=2"] });
        const { method, url, headers } = asked;
        response.end(JSON.stringify({ method, url, headers, body }));
      });
    });
    await register(group, port);
    await until(group, "healthy");
    const answer = await ask(await addressOf(balancer), {
      ...{ method: "POST", path: "/a?b=c", body: "hello" },
      headers: { host: "shop.test", "x-forwarded-for": "10.1.1.1", te: "trailers" },
    });
    expect(answer.status).to.equal(418);
    expect(answer.headers).to.deep.include({ "x-own": "1", "set-cookie": ["a=1", "b=2"] });
    const seen = JSON.parse(answer.body) as { headers: IncomingHttpHeaders };
    expect(seen).to.include({ method: "POST", url: "/a?b=c", body: "hello" });
    expect(seen.headers).to.include({
      host: "shop.test",
      "x-forwarded-for": "10.1.1.1, 127.0.0.1",
      "x-forwarded-proto": "http",
      "x-forwarded-port": "80",
    });
    expect(seen.headers).not.to.have.property("te");
  });

  it("answers 503 where there is no target, and where none is known to be healthy yet", async () => {
    const { group, balancer } = await aws.balance();
    const address = await addressOf(balancer);
    const none = await ask(address);
    expect(none).to.include({ status: 503 });
    expect(none.headers).to.include({ server: "awselb/2.0" });
    expect(none.body).to.include("503 Service Temporarily Unavailable");
    await register(group, await named("a"));
    expect(await ask(address)).to.include({ status: 503 });
  });

  it("fails open when all targets are unhealthy", async () => {
    const { group, balancer } = await aws.balance({ HealthCheckPath: "/health" });
    const port = await serve((asked, response) => {
      response.writeHead(asked.url === "/health" ? 500 : 200).end("still here");
    });
    await register(group, port);
    await until(group, "unhealthy");
    expect(await ask(await addressOf(balancer))).to.include({ status: 200, body: "still here" });
  });

  it("answers 502 when the target is gone or closes the connection", async () => {
    const { group, balancer } = await aws.balance({ HealthCheckPath: "/health" });
    const port = await serve((asked, response) => {
      if (asked.url === "/health") response.end();
      else asked.socket.destroy();
    });
    await register(group, port);
    await until(group, "healthy");
    const address = await addressOf(balancer);
    expect(await ask(address)).to.include({ status: 502 });
    const [server] = servers;
    await new Promise((resolve) => {
      server!.closeAllConnections();
      server!.close(resolve);
    });
    expect(await ask(address)).to.include({ status: 502 });
  });

  it("breaks off an answer that the target breaks off", async () => {
    const { group, balancer } = await aws.balance({ HealthCheckPath: "/health" });
    const port = await serve((asked, response) => {
      if (asked.url === "/health") response.end();
      else {
        response.writeHead(200, { "content-length": "100" });
        response.write("half", () => asked.socket.destroy());
      }
    });
    await register(group, port);
    await until(group, "healthy");
    const failed = await ask(await addressOf(balancer)).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
  });

  it("answers 504 where the target does not answer in time", async () => {
    const silent = await serve(() => undefined);
    const front = await serve((asked, response) => {
      const listener = { port: 80, protocol: "HTTP" } as const;
      const address = { host: "127.0.0.1", port: silent };
      forward({ address, listener, idleTimeout: 20 }, asked, response);
    });
    expect(await ask(`127.0.0.1:${front}`)).to.include({ status: 504 });
  });

  it("lets a running request of a draining target finish, and sends it no other one", async () => {
    const { group, balancer } = await aws.balance({ HealthCheckPath: "/health" }, 30);
    let finish: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      void serve((request, response) => {
        if (request.url === "/health") response.end();
        else {
          finish = () => response.end("slow");
          resolve();
        }
      }).then((port) => register(group, port));
    });
    while (Object.keys(await states(group)).length === 0) await aws.pass(1);
    await until(group, "healthy");
    const address = await addressOf(balancer);
    const slow = ask(address);
    await asked;
    const [port] = Object.keys(await states(group)).map(Number);
    await register(group, await named("other"));
    await until(group, "healthy");
    await aws.elb.send(
      new DeregisterTargetsCommand({
        TargetGroupArn: group,
        Targets: [{ Id: "127.0.0.1", Port: port }],
      }),
    );
    expect((await states(group))[port!]).to.equal("draining");
    for (let i = 0; i < 3; i++) expect((await ask(address)).body).to.equal("other");
    finish();
    expect(await slow).to.include({ status: 200, body: "slow" });
    await aws.pass(30);
    expect(await states(group)).not.to.have.property(String(port));
  });

  it("answers a fixed response by itself", async () => {
    const { balancer } = await aws.balance();
    const { Listeners } = await aws.elb.send(
      new CreateListenerCommand({
        ...{ LoadBalancerArn: balancer, Protocol: "HTTP", Port: 81 },
        DefaultActions: [
          {
            Type: "fixed-response",
            FixedResponseConfig: {
              ...{ StatusCode: "200", ContentType: "text/plain", MessageBody: "closed" },
            },
          },
        ],
      }),
    );
    const state = (await aws.control("GET", "state")).answer as {
      loadBalancers: { listeners: { port: number; address: string }[] }[];
    };
    const { address } = state.loadBalancers[0]!.listeners.find(({ port }) => port === 81)!;
    const answer = await ask(address);
    expect(answer).to.include({ status: 200, body: "closed" });
    expect(answer.headers).to.include({ "content-type": "text/plain" });
    await aws.elb.send(new DeleteListenerCommand({ ListenerArn: Listeners![0]!.ListenerArn }));
    expect(await ask(address).catch((error: unknown) => error)).to.be.instanceOf(Error);
  });

  it("answers for a simulated task as its health checks would", async () => {
    aws.emulator.apply({ tasks: [{ target: { after: 500, code: 500 } }], api: [] });
    const { balancer, loadBalancers } = await aws.balance();
    await aws.steadyService({ loadBalancers, healthCheckGracePeriodSeconds: 3600 });
    const address = await addressOf(balancer);
    aws.emulator.apply({ tasks: [], api: [] });
    expect((await ask(address)).status).to.equal(500);
    await aws.deploy(await aws.register());
    await aws.pass(600);
    const answer = await ask(address);
    expect(answer.status).to.equal(200);
    expect(answer.body).to.match(/"target":"10\.0\.\d+\.\d+:80"/);
  });
});
