import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import {
  attachProvider,
  type AttachedProvider,
} from "../../../automation/workspace/attachProvider";
import type { RunRequest } from "../../../contract/runRequest";
import { version } from "../../../package.json";
import { createServer } from "../../../provider/server";

const variable = "PULUMI_DEBUG_PROVIDERS";
const options: RunRequest = { kind: "build", flags: {} };

describe("attachProvider", () => {
  const attached: AttachedProvider[] = [];
  const clients: ResourceProviderClient[] = [];

  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    for (const provider of attached.splice(0)) provider.close();
  });

  async function attach(...given: Parameters<typeof attachProvider>): Promise<AttachedProvider> {
    const provider = await attachProvider(...given);
    attached.push(provider);
    return provider;
  }

  /** What the engine does when it comes, and when it goes. */
  async function engine({ env }: AttachedProvider): Promise<string> {
    const port = /slipway:(\d+)/.exec(env[variable] ?? "")?.[1] ?? "";
    const client = new ResourceProviderClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
    );
    clients.push(client);
    const shaken = new Promise((resolve, reject) =>
      client.handshake(new proto.ProviderHandshakeRequest(), (error) =>
        error ? reject(error) : resolve(undefined),
      ),
    );
    await shaken;
    const told = await new Promise<string>((resolve, reject) =>
      client.getPluginInfo(new Empty(), (error, info) =>
        error ? reject(error) : resolve(info.getVersion()),
      ),
    );
    await new Promise((resolve) => client.cancel(new Empty(), resolve));
    return told;
  }

  it("serves an engine that is told of the port", async () => {
    const provider = await attach({}, options);
    expect(provider.wasUsed).to.equal(false);
    expect(await engine(provider)).to.equal(version);
    expect(provider.wasUsed).to.equal(true);
    expect(provider.warning).to.equal(undefined);
  });

  it("serves one operation after the other, because the engine's cancel at the end is for ever", async () => {
    for (let operation = 0; operation < 3; operation++) {
      const provider = await attach({}, options);
      expect(await engine(provider)).to.equal(version);
      provider.close();
    }
  });

  it("keeps other providers that a developer has attached", async () => {
    const { env } = await attach({ [variable]: "aws:4711" }, options);
    expect(env[variable]).to.match(/^slipway:\d+,aws:4711$/);
  });

  it("leaves a provider of Slipway's that a developer has attached, without a warning", async () => {
    const provider = await attach({ [variable]: "aws:4711,slipway:4712" }, options);
    expect(provider.wasUsed).to.equal(true);
    expect(provider.warning).to.equal(undefined);
    expect(provider.env).to.deep.equal({});
  });

  it("leaves the serving to the launcher where no port is to be had, and says so", async () => {
    const provider = await attach({}, options, (create) => ({
      ...createServer(create),
      listen: () => Promise.reject(new Error("no port left")),
    }));
    expect(provider.env).to.deep.equal({});
    expect(provider.warning).to.equal(
      "Slipway's provider can't be served by the runner, so the engine starts one of its own: no port left",
    );
  });
});
