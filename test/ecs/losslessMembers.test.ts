import {
  ECSClient,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  DescribeClustersCommand,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { keepUnknownMembers, withUnknownMembers } from "../../ecs/losslessMembers";

interface Received {
  target: string;
  body: unknown;
  length: string | undefined;
}

describe("keepUnknownMembers", () => {
  let server: Server;
  let client: ECSClient;
  let received: Received[];
  let answer: { status: number; body: unknown };

  beforeEach(async () => {
    received = [];
    answer = { status: 200, body: {} };
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        received.push({
          target: String(request.headers["x-amz-target"]),
          body: JSON.parse(Buffer.concat(chunks).toString()),
          length: request.headers["content-length"],
        });
        response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    client = new ECSClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      maxAttempts: 1,
    });
    keepUnknownMembers(client);
  });

  afterEach(async () => {
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it("hands on members of an answer that the SDK does not know, and its dates as dates", async () => {
    answer.body = {
      taskDefinition: {
        family: "web",
        registeredAt: 1731400000.123,
        newField: { deep: [1.5, { x: "ü" }] },
        containerDefinitions: [{ name: "web", newFlag: true, cpu: 0 }],
      },
      tags: [{ key: "team", value: "a", newMember: 1 }],
    };
    const result = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: "web" }));
    expect(result.taskDefinition).to.deep.equal({
      family: "web",
      registeredAt: new Date(1731400000123),
      newField: { deep: [1.5, { x: "ü" }] },
      containerDefinitions: [{ name: "web", newFlag: true, cpu: 0 }],
    });
    expect(result.tags).to.deep.equal([{ key: "team", value: "a", newMember: 1 }]);
    expect(result.$metadata.httpStatusCode).to.equal(200);
  });

  it("sends members that the SDK does not know, with the right length", async () => {
    const input = {
      family: "web",
      newField: { deep: ["é"] },
      containerDefinitions: [{ name: "web", image: "a", newFlag: false, ulimits: [] }],
    };
    await client.send(new RegisterTaskDefinitionCommand(input));
    expect(received).to.have.lengthOf(1);
    expect(received[0]!.body).to.deep.equal(input);
    expect(received[0]!.length).to.equal(
      String(Buffer.byteLength(JSON.stringify(received[0]!.body))),
    );
  });

  it("leaves errors as the SDK makes them", async () => {
    answer = { status: 400, body: { __type: "ClientException", message: "no such thing" } };
    const error: unknown = await client
      .send(new DescribeTaskDefinitionCommand({ taskDefinition: "web" }))
      .catch((e: unknown) => e);
    expect(error).to.have.property("name", "ClientException");
    expect(error).to.have.property("message", "no such thing");
  });

  it("touches no other operation", async () => {
    answer.body = { clusters: [{ clusterName: "c", unknown: 1 }] };
    const result = await client.send(new DescribeClustersCommand({}));
    expect(result.clusters).to.deep.equal([{ clusterName: "c" }]);
  });
});

describe("withUnknownMembers", () => {
  it("prefers what is known, drops null, and keeps raw lists whose length differs", () => {
    expect(
      withUnknownMembers({ a: 1, b: [1] }, { a: "x", b: [1, 2], c: null, d: 0 }),
    ).to.deep.equal({
      a: 1,
      b: [1, 2],
      d: 0,
    });
  });
});
