import { CreateServiceCommand, RunTaskCommand, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { refusedRight } from "../../../../../emulator/tasks/docker/hostRights";
import { simulatedRuntime } from "../../../../../emulator/tasks/simulated";
import { TaskPlans } from "../../../../../emulator/faults/taskPlans";
import { errorFrom } from "../../../../_helpers/errorFrom";
import { TestEmulator } from "../../../_helpers/testEmulator";

describe("emulator: what a runtime does not carry out on this machine", () => {
  let aws: TestEmulator;
  before(async () => {
    const allowed = { privileged: false, hostFolders: [] };
    aws = await TestEmulator.start({
      runtime: ({ agenda }) =>
        Object.assign(simulatedRuntime({ agenda, plans: new TaskPlans() }), {
          forbids: (definition: Parameters<typeof refusedRight>[0]) =>
            refusedRight(definition, allowed),
        }),
    });
  });
  after(() => aws.close());

  it("is registered, but neither run, nor a service's, nor what one is moved to", async () => {
    const first = await aws.register();
    await aws.ecs.send(
      new CreateServiceCommand({ cluster: "main", serviceName: "web", taskDefinition: first }),
    );
    const taskDefinition = await aws.register({ pidMode: "host" });
    const attempts = [
      aws.ecs.send(new RunTaskCommand({ cluster: "main", taskDefinition })),
      aws.ecs.send(
        new CreateServiceCommand({ cluster: "main", serviceName: "other", taskDefinition }),
      ),
      aws.ecs.send(new UpdateServiceCommand({ cluster: "main", service: "web", taskDefinition })),
    ];
    for (const attempt of attempts) {
      const refused = await errorFrom(attempt);
      expect(refused.name).to.equal("InvalidParameterException");
      expect(refused.message).to.match(/^pidMode host is not carried out on this machine/);
    }
    expect((await aws.describe()).taskDefinition).to.equal(first);
    const { store } = aws.emulator.ecs;
    expect(store.tasksOf(store.cluster("main")!).size).to.equal(0);
  });
});
