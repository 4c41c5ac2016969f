import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { z } from "zod";
import { fromStruct, toStruct, type Properties } from "../../provider/properties";
import type { Dispatch } from "../../provider/protocol/dispatch";
import { Instances } from "../../provider/protocol/instances";
import { createServer, type ProviderServer } from "../../provider/server";
import { errorFrom } from "../_helpers/errorFrom";

/** A provider whose one function tells its settings, and whether it was cancelled. */
function dispatch(): Dispatch {
  let settings: Properties = {};
  return {
    version: "1.2.3",
    types: [],
    checkConfig: () => [],
    configure: (config) => (settings = config),
    resource: () => undefined,
    function: () => ({
      inputs: z.object({}),
      call: (_args, { signal }) => Promise.resolve({ ...settings, cancelled: signal.aborted }),
    }),
  };
}

describe("a provider with several instances in one operation", () => {
  let server: ProviderServer;
  const clients: ResourceProviderClient[] = [];

  beforeEach(() => (server = createServer(dispatch)));
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    server.close();
  });

  async function connect(port: number, region: string): Promise<ResourceProviderClient> {
    const client = new ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
      // A connection of its own, as each of the engine's has.
      { "grpc.use_local_subchannel_pool": 1 },
    );
    clients.push(client);
    const configured = new proto.ConfigureRequest().setArgs(toStruct({ region }));
    await new Promise((resolve) => client.configure(configured, resolve));
    return client;
  }

  function told(client: ResourceProviderClient): Promise<Properties> {
    return new Promise((resolve, reject) =>
      client.invoke(new proto.InvokeRequest().setTok("any"), (error, answer) =>
        error ? reject(error) : resolve(fromStruct(answer.getReturn())),
      ),
    );
  }

  it("keeps the settings of each, because a program may reach two regions", async () => {
    const port = await server.listen();
    const here = await connect(port, "here");
    const there = await connect(port, "there");
    expect(await told(here)).to.include({ region: "here" });
    expect(await told(there)).to.include({ region: "there" });
  });

  it("ends the one that the engine cancels, and not the other", async () => {
    const port = await server.listen();
    const [first, second] = [await connect(port, "here"), await connect(port, "here")];
    await new Promise((resolve) => first.cancel(new Empty(), resolve));
    expect(await told(first)).to.include({ cancelled: true });
    expect(await told(second)).to.include({ cancelled: false });
  });

  it("tells whether an engine has come", async () => {
    const port = await server.listen();
    expect(server.wasUsed).to.equal(false);
    await connect(port, "here");
    expect(server.wasUsed).to.equal(true);
  });
});

describe("a connection that the engine opens anew", () => {
  function configured(...settings: string[]): Instances {
    const instances = new Instances(dispatch);
    for (const [n, one] of settings.entries()) instances.begin(`engine:${n}`).settings = one;
    return instances;
  }

  it("is for the only instance", () => {
    const instances = configured("here");
    expect(instances.at("engine:new")).to.equal(instances.at("engine:0"));
  });

  it("is for one that lives, where all have the same settings", () => {
    const instances = configured("here", "here");
    instances.at("engine:0").cancel();
    expect(instances.at("engine:new")).to.equal(instances.at("engine:1"));
  });

  it("is refused where their settings differ, because a guess could act on the wrong account", async () => {
    const instances = configured("here", "there");
    const error = await errorFrom(Promise.resolve().then(() => instances.at("engine:new")));
    expect(error.message).to.include("can't tell which of the program's providers");
  });
});
