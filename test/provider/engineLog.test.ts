import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { systemClock } from "../../support/clock";
import { EngineLog } from "../../provider/engineLog";

describe("EngineLog", () => {
  let engine: grpc.Server;

  beforeEach(() => {
    engine = new grpc.Server();
  });
  afterEach(() => engine.forceShutdown());

  it("gives up a line that a stuck engine never answers: a rollout does not hang on it", async () => {
    engine.addService(EngineService, { log: () => undefined });
    const port = await new Promise<number>((resolve, reject) =>
      engine.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    // Ten seconds less fifty milliseconds ago.
    const clock = { ...systemClock, now: () => systemClock.now() - 9_950 };
    const log = new EngineLog(`127.0.0.1:${port}`, clock);
    log.of("urn").warn("one");
    log.of("urn").warn("two");
    await log.flush();
  });
});
