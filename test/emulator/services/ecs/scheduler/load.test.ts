import { expect } from "chai";
import { describeServices } from "../../../../../emulator/services/ecs/operations/services/describeServices";
import { updateService } from "../../../../../emulator/services/ecs/operations/services/updateService";
import { Engine } from "../../../_helpers/engine";

describe("emulator: 200 services with 2,000 tasks", function () {
  this.timeout(60_000);
  const names = Array.from({ length: 200 }, (_, i) => `s${i}`);

  it("deploy all at once, while DescribeServices of ten takes under 10 ms at the median", () => {
    const engine = new Engine(1);
    engine.register("a");
    engine.register("b");
    for (const serviceName of names) {
      engine.createService({ serviceName, taskDefinition: "a", desiredCount: 10 });
    }
    engine.pass(600);
    expect(engine.ecs.store.cluster("main")!.runningTasks).to.equal(2000);
    for (const service of names) {
      updateService(engine.ecs, { cluster: "main", service, taskDefinition: "b" });
    }
    const durations: number[] = [];
    for (let i = 0; i < 60; i++) {
      engine.pass(10);
      const services = names.slice((i % 20) * 10, (i % 20) * 10 + 10);
      const start = performance.now();
      JSON.stringify(describeServices(engine.ecs, { cluster: "main", services }));
      durations.push(performance.now() - start);
    }
    for (const name of names) {
      const service = engine.service(name)!;
      expect(service.deployments).to.have.length(1);
      expect(service.deployments[0]!.rolloutState).to.equal("COMPLETED");
    }
    const median = durations.sort((a, b) => a - b)[30]!;
    expect(median, "milliseconds").to.be.lessThan(10);
  });
});
