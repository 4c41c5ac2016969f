import { getEventListeners } from "node:events";
import { expect } from "chai";
import { EcsAccessDenied } from "../../../targets/ecs/ecsErrors";
import { ServiceReader } from "../../../targets/ecs/serviceReader";
import { FakeEcsApi } from "./_helpers/fakeEcsApi";
import { service } from "./_helpers/records";

describe("ServiceReader", () => {
  it("asks ECS ten services at a time, whoever asks for them one by one", async () => {
    const api = new FakeEcsApi();
    const names = Array.from({ length: 12 }, (_, n) => `s${n}`);
    for (const serviceName of names) api.services.set(serviceName, service({ serviceName }));
    const reader = new ServiceReader(api);
    const read = await Promise.all(names.map((name) => reader.read("main", name)));
    expect(read.map((s) => s?.serviceName)).to.deep.equal(names);
    expect(api.count("describeServices")).to.equal(2);
  });

  it("never answers with a call that began before the question", async () => {
    const api = new FakeEcsApi();
    const reader = new ServiceReader(api);
    const first = reader.read("main", "web");
    await Promise.resolve();
    await Promise.resolve();
    api.services.set("web", service());
    const second = reader.read("main", "web");
    await first;
    expect((await second)?.serviceName).to.equal("web");
    expect(api.count("describeServices")).to.equal(2);
  });

  it("hands a refusal to everybody who asked, and reads on afterwards", async () => {
    const api = new FakeEcsApi();
    api.faults.set("describeServices", () => {
      throw new EcsAccessDenied("no");
    });
    const reader = new ServiceReader(api);
    const both = await Promise.allSettled([reader.read("main", "a"), reader.read("main", "b")]);
    expect(both.map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
    api.faults.clear();
    expect(await reader.read("main", "a")).to.equal(undefined);
  });

  it("listens to a caller's signal no longer than it reads", async () => {
    const api = new FakeEcsApi();
    const { signal } = new AbortController();
    await new ServiceReader(api).read("main", "web", signal);
    api.faults.set("describeServices", () => {
      throw new EcsAccessDenied("no");
    });
    await new ServiceReader(api).read("main", "web", signal).catch(() => undefined);
    expect(getEventListeners(signal, "abort")).to.deep.equal([]);
  });

  it("lets a caller go that is cancelled, and answers the others", async () => {
    const api = new FakeEcsApi();
    api.services.set("web", service());
    const reader = new ServiceReader(api);
    const abort = new AbortController();
    const cancelled = reader.read("main", "web", abort.signal).catch((error: unknown) => error);
    const other = reader.read("main", "web");
    abort.abort(new Error("SIGINT"));
    expect(await cancelled).to.have.property("message", "SIGINT");
    expect((await other)?.serviceName).to.equal("web");
    expect(api.count("describeServices")).to.equal(1);
  });
});
