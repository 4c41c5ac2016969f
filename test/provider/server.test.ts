import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { z } from "zod";
import { decodeEvent } from "../../contract/events";
import { adapt } from "../../provider/adapter";
import { asSecret, fromStruct, toStruct, UNKNOWN } from "../../provider/properties";
import type { Context, Resource } from "../../provider/resource";
import type { Dispatch } from "../../provider/protocol/dispatch";
import { createServer, type ProviderServer } from "../../provider/server";

interface Inputs {
  name: string;
  token?: string;
}
interface Outputs {
  name: string;
  echo: string;
}

const urn = "urn:pulumi:s::p::slipway:index:EcsRelease$slipway:test:Thing::x";

/** Does what its name says. */
class Thing implements Resource<Inputs, Outputs> {
  readonly inputs = z.object({
    name: z.string().min(1, "must not be empty"),
    token: z.string().optional(),
  });
  readonly secrets = ["echo" as const];
  readonly outputs = ["name", "echo"] as const satisfies (keyof Outputs)[];
  readonly refreshBeforeUpdate = true;

  diff(old: { inputs: Partial<Inputs> }, news: Partial<Inputs>) {
    return { changes: old.inputs.name !== news.name };
  }
  preview(news: Partial<Inputs>) {
    return Promise.resolve({ name: news.name });
  }
  async create(news: Inputs, { log, signal }: Context) {
    log.event({ type: "warning", message: "first" });
    log.status("halfway");
    log.status("halfway");
    log.warn("last");
    if (news.name === "cancelled") {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    }
    if (news.name === "throws") throw new Error("nothing was touched");
    const outputs = { name: news.name, echo: news.token ?? "" };
    const well = news.name !== "fails" && news.name !== "cancelled";
    return { id: "1", outputs, ...(!well && { failures: ["it was touched"] }) };
  }
  update(news: Inputs, context: Context) {
    return this.create(news, context);
  }
  read(_context: Context, { inputs }: { inputs: Partial<Inputs> }) {
    if (inputs.name === "gone") return Promise.resolve(undefined);
    return Promise.resolve({
      inputs: { ...inputs, name: "live" },
      outputs: { name: "live", echo: "e" },
      ...(inputs.name === "ill" && { failures: ["unhealthy"] }),
    });
  }
}

const dispatch: Dispatch = {
  version: "1.2.3",
  types: ["slipway:test:Thing"],
  checkConfig: () => [],
  configure: () => undefined,
  resource: (type) => (type === "slipway:test:Thing" ? adapt(new Thing()) : undefined),
  function: (token) =>
    token === "slipway:test:double"
      ? {
          inputs: z.object({ n: z.number() }),
          call: (args) => Promise.resolve({ n: 2 * (args as { n: number }).n }),
        }
      : undefined,
};

function listen(server: grpc.Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    }),
  );
}

describe("provider/server", () => {
  const lines: LogRequest.AsObject[] = [];
  const engine = new grpc.Server();
  let server: ProviderServer;
  let client: ResourceProviderClient;

  beforeEach(async () => {
    lines.length = 0;
    server = createServer(() => dispatch);
    client = new ResourceProviderClient(
      `127.0.0.1:${await server.listen()}`,
      grpc.credentials.createInsecure(),
    );
  });
  afterEach(() => {
    client.close();
    server.close();
  });
  after(() => engine.forceShutdown());

  /** Calls a method; rejects with the status that came. */
  function call<A>(
    start: (done: (error: grpc.ServiceError | null, answer: A) => void) => unknown,
  ): Promise<A> {
    return new Promise((resolve, reject) =>
      start((error, answer) => (error ? reject(error) : resolve(answer))),
    );
  }

  async function statusFrom(promise: Promise<unknown>): Promise<grpc.ServiceError> {
    return promise.then(
      () => {
        throw new Error("expected an error");
      },
      (error: unknown) => error as grpc.ServiceError,
    );
  }

  function partialFailure(error: grpc.ServiceError): proto.ErrorResourceInitFailed {
    const [details] = error.metadata.get("grpc-status-details-bin");
    const [any] = Status.deserializeBinary(details as Buffer).getDetailsList();
    expect(any?.getTypeName()).to.equal("pulumirpc.ErrorResourceInitFailed");
    return proto.ErrorResourceInitFailed.deserializeBinary(any!.getValue_asU8());
  }

  const creation = (properties: object) =>
    new proto.CreateRequest().setUrn(urn).setProperties(toStruct({ ...properties }));

  it("shakes hands, and says its version", async () => {
    const hand = await call<proto.ProviderHandshakeResponse>((done) =>
      client.handshake(new proto.ProviderHandshakeRequest(), done),
    );
    expect(hand.getAcceptSecrets()).to.be.true;
    expect(
      (await call<PluginInfo>((done) => client.getPluginInfo(new Empty(), done))).getVersion(),
    ).to.equal("1.2.3");
    const schema = await call<proto.GetSchemaResponse>((done) =>
      client.getSchema(new proto.GetSchemaRequest(), done),
    );
    expect(JSON.parse(schema.getSchema())).to.have.nested.property("resources.slipway:test:Thing");
  });

  it("checks by property, and gives the inputs back as they were", async () => {
    const news = { name: "", token: asSecret("t") };
    const request = new proto.CheckRequest().setUrn(urn).setNews(toStruct(news));
    const answer = await call<proto.CheckResponse>((done) => client.check(request, done));
    expect(fromStruct(answer.getInputs())).to.deep.equal(news);
    expect(answer.toObject().failuresList).to.deep.equal([
      { property: "name", reason: "must not be empty" },
    ]);
  });

  it("creates with secrets in clear for the handler, wrapped for the engine", async () => {
    const answer = await call<proto.CreateResponse>((done) =>
      client.create(creation({ name: "a", token: asSecret("t") }), done),
    );
    expect(answer.getId()).to.equal("1");
    expect(answer.getRefreshBeforeUpdate()).to.be.true;
    expect(fromStruct(answer.getProperties())).to.deep.equal({ name: "a", echo: asSecret("t") });
  });

  it("previews: what the handler doesn't tell is unknown", async () => {
    const answer = await call<proto.CreateResponse>((done) =>
      client.create(creation({ name: "a" }).setPreview(true), done),
    );
    expect(fromStruct(answer.getProperties())).to.deep.equal({
      name: "a",
      echo: asSecret(UNKNOWN),
    });
    expect(lines).to.be.empty;
  });

  it("answers a plain error where nothing was touched", async () => {
    const error = await statusFrom(
      call<proto.CreateResponse>((done) => client.create(creation({ name: "throws" }), done)),
    );
    expect(error.details).to.equal("nothing was touched");
    expect(error.metadata.get("grpc-status-details-bin")).to.be.empty;
  });

  it("answers a partial failure with what it came to", async () => {
    const error = await statusFrom(
      call<proto.CreateResponse>((done) =>
        client.create(creation({ name: "fails", token: "t" }), done),
      ),
    );
    const detail = partialFailure(error);
    expect(detail.getId()).to.equal("1");
    expect(detail.getReasonsList()).to.deep.equal(["it was touched"]);
    expect(detail.getRefreshBeforeUpdate()).to.be.true;
    expect(fromStruct(detail.getProperties())).to.deep.equal({
      name: "fails",
      echo: asSecret("t"),
    });
  });

  it("reads live values as inputs, the unhealthy ones as a partial failure", async () => {
    const request = (name: string) =>
      new proto.ReadRequest().setUrn(urn).setId("1").setInputs(toStruct({ name }));
    const well = await call<proto.ReadResponse>((done) => client.read(request("a"), done));
    expect(fromStruct(well.getInputs())).to.deep.equal({ name: "live" });
    expect(well.getRefreshBeforeUpdate()).to.be.true;
    expect(
      (await call<proto.ReadResponse>((done) => client.read(request("gone"), done))).getId(),
    ).to.equal("");
    const ill = partialFailure(
      await statusFrom(call<proto.ReadResponse>((done) => client.read(request("ill"), done))),
    );
    expect(ill.getReasonsList()).to.deep.equal(["unhealthy"]);
    expect(fromStruct(ill.getInputs())).to.deep.equal({ name: "live" });
  });

  it("lets an operation in flight stop when the engine cancels", async () => {
    const waiting = statusFrom(
      call<proto.CreateResponse>((done) => client.create(creation({ name: "cancelled" }), done)),
    );
    await call<PluginInfo>((done) => client.getPluginInfo(new Empty(), done));
    await call<Empty>((done) => client.cancel(new Empty(), done));
    expect(partialFailure(await waiting).getReasonsList()).to.deep.equal(["it was touched"]);
  });

  it("deletes nothing", async () => {
    await call<Empty>((done) =>
      client.delete(new proto.DeleteRequest().setUrn(urn).setId("1"), done),
    );
  });

  it("calls functions, and names a wrong argument", async () => {
    const request = (args: object) =>
      new proto.InvokeRequest().setTok("slipway:test:double").setArgs(toStruct({ ...args }));
    const answer = await call<proto.InvokeResponse>((done) =>
      client.invoke(request({ n: 21 }), done),
    );
    expect(fromStruct(answer.getReturn())).to.deep.equal({ n: 42 });
    const wrong = await call<proto.InvokeResponse>((done) =>
      client.invoke(request({ n: "x" }), done),
    );
    expect(wrong.getFailuresList()[0]?.getProperty()).to.equal("n");
  });

  it("says which type it doesn't have", async () => {
    const request = new proto.DiffRequest().setUrn("urn:pulumi:s::p::slipway:test:Other::x");
    const error = await statusFrom(call<proto.DiffResponse>((done) => client.diff(request, done)));
    expect(error.details).to.include("slipway:test:Other");
  });

  it("logs in order, before its answer, with the resource's URN", async () => {
    engine.addService(EngineService, {
      log(asked: grpc.ServerUnaryCall<LogRequest, Empty>, done: grpc.sendUnaryData<Empty>) {
        lines.push(asked.request.toObject());
        done(null, new Empty());
      },
    });
    const address = `127.0.0.1:${await listen(engine)}`;
    await call<proto.ProviderHandshakeResponse>((done) =>
      client.handshake(new proto.ProviderHandshakeRequest().setEngineAddress(address), done),
    );
    await call<proto.CreateResponse>((done) => client.create(creation({ name: "a" }), done));
    expect(
      lines.map(({ severity, ephemeral, urn: of }) => [severity, ephemeral, of]),
    ).to.deep.equal([
      [0, false, urn],
      [1, true, urn],
      [2, false, urn],
    ]);
    expect(decodeEvent(lines[0]!.message)).to.deep.equal({ type: "warning", message: "first" });
  });
});
