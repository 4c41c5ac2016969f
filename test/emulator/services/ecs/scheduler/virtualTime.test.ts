import { expect } from "chai";
import { createEmulator } from "../../../../../emulator/emulator";
import { describeServiceDeployments } from "../../../../../emulator/services/ecs/operations/serviceDeployments/describeServiceDeployments";
import { describeServices } from "../../../../../emulator/services/ecs/operations/services/describeServices";
import { describeTasks } from "../../../../../emulator/services/ecs/operations/tasks/describeTasks";
import { updateService } from "../../../../../emulator/services/ecs/operations/services/updateService";
import { VirtualClock } from "../../../../_helpers/virtualClock";
import { Engine } from "../../../_helpers/engine";

const hour = 3600;

/** A steady service of four tasks, of a family whose next task definition `b` has every task fail. */
function steady(seed: number): Engine {
  const engine = new Engine(seed, {
    tasks: [{ family: "b", exit: { after: 20, code: 1 } }],
  });
  for (const family of ["a", "b"]) engine.register(family);
  engine.createService({ serviceName: "web", taskDefinition: "a", desiredCount: 4 });
  engine.pass(600);
  return engine;
}
const deploy = (engine: Engine) =>
  updateService(engine.ecs, { cluster: "main", service: "web", taskDefinition: "b" });

describe("emulator: virtual time", () => {
  it("costs steps only where something is due: none for a steady service, few for an hour's rollout", () => {
    const engine = steady(1);
    const instants = () => {
      let count = 0;
      engine.pass(hour, () => count++);
      return count;
    };
    expect(instants(), "of a steady service").to.equal(0);
    deploy(engine);
    expect(instants(), "of a rollout that fails again and again").to.be.within(50, 2000);
  });

  it("passes with one wait an instant when the emulator follows a clock", async () => {
    const clock = new (class extends VirtualClock {
      waits = 0;
      override sleep(ms: number, signal?: AbortSignal): Promise<void> {
        this.waits++;
        return super.sleep(ms, signal);
      }
    })();
    const { agenda } = createEmulator({ clock }).context;
    let done = 0;
    for (let second = 1; second <= hour; second += 60) agenda.after(second * 1000, () => done++);
    const stopping = new AbortController();
    const following = agenda.follow(stopping.signal);
    await clock.advance(hour * 1000);
    stopping.abort(new Error("The test ends."));
    await following;
    expect(done).to.equal(60);
    expect(clock.waits).to.be.at.most(62);
  });

  it("gives the same run for the same seed and the same calls, and another for another seed", () => {
    const runOf = (seed: number) => {
      const engine = steady(seed);
      deploy(engine);
      const seen: unknown[] = [];
      for (let minute = 0; minute < 30; minute++) {
        engine.pass(60);
        const { ecs } = engine;
        const main = ecs.store.cluster("main")!;
        const tasks = [...ecs.store.tasksOf(main).keys()].slice(0, 100);
        const serviceDeploymentArns = [...ecs.store.serviceDeployments.keys()];
        seen.push(
          describeServices(ecs, { cluster: "main", services: ["web"] }),
          describeTasks(ecs, { cluster: "main", tasks }),
          describeServiceDeployments(ecs, { serviceDeploymentArns }),
        );
      }
      return JSON.stringify(seen);
    };
    expect(runOf(1) === runOf(1), "the same seed").to.equal(true);
    expect(runOf(1) === runOf(2), "another seed").to.equal(false);
  });
});
