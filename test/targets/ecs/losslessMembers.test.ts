import {
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { keepUnknownMembers, withUnknownMembers } from "../../../targets/ecs/losslessMembers";
import { JsonServer } from "./_helpers/jsonServer";

describe("keepUnknownMembers", () => {
  let server: JsonServer;
  let client: ECSClient;

  beforeEach(async () => {
    server = new JsonServer();
    client = new ECSClient({
      endpoint: await server.start(),
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      maxAttempts: 1,
    });
    keepUnknownMembers(client);
  });

  afterEach(async () => {
    client.destroy();
    await server.stop();
  });

  it("hands on members of an answer that the SDK does not know, and its dates as dates", async () => {
    server.answer = () => ({
      body: {
        taskDefinition: {
          family: "web",
          registeredAt: 1731400000.123,
          newField: { deep: [1.5, { x: "ü" }] },
          containerDefinitions: [{ name: "web", newFlag: true, cpu: 0 }],
        },
        tags: [{ key: "team", value: "a", newMember: 1 }],
      },
    });
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
    const [call] = server.received;
    expect(server.received).to.have.lengthOf(1);
    expect(call?.body).to.deep.equal(input);
    expect(call?.length).to.equal(String(Buffer.byteLength(JSON.stringify(call?.body))));
  });

  it("leaves errors as the SDK makes them", async () => {
    server.answer = () => ({
      status: 400,
      body: { __type: "ClientException", message: "no such thing" },
    });
    const error: unknown = await client
      .send(new DescribeTaskDefinitionCommand({ taskDefinition: "web" }))
      .catch((e: unknown) => e);
    expect(error).to.have.property("name", "ClientException");
    expect(error).to.have.property("message", "no such thing");
  });

  it("touches no other operation", async () => {
    server.answer = () => ({ body: { clusters: [{ clusterName: "c", unknown: 1 }] } });
    const result = await client.send(new DescribeClustersCommand({}));
    expect(result.clusters).to.deep.equal([{ clusterName: "c" }]);
  });
});

describe("withUnknownMembers", () => {
  it("prefers what is known, drops null, and keeps raw lists whose length differs", () => {
    const merged = withUnknownMembers({ a: 1, b: [1] }, { a: "x", b: [1, 2], c: null, d: 0 });
    expect(merged).to.deep.equal({ a: 1, b: [1, 2], d: 0 });
  });
});
