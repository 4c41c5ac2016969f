import { expect } from "chai";
import {
  chooseController,
  type ServiceController,
} from "../../../../targets/ecs/controllers/chooseController";
import { noEvidence } from "../../../../contract/evidence";
import { errorFrom } from "../../../_helpers/errorFrom";
import { FakeEcsApi } from "../_helpers/fakeEcsApi";
import { service } from "../_helpers/records";

const limits = { noProgress: 60, timeout: 60 };

describe("chooseController", () => {
  let api: FakeEcsApi;
  let rolled: string[];

  beforeEach(() => {
    api = new FakeEcsApi();
    rolled = [];
  });

  function controller(name: string): ServiceController {
    return {
      roll: (_request, { serviceName }) => {
        rolled.push(`${name}: ${serviceName}`);
        return Promise.resolve({
          outcome: { kind: "deployed" },
          ...{ reason: "", from: "web:1", to: "web:2", digests: {}, evidence: noEvidence },
          seconds: 0,
        });
      },
    };
  }

  function roll() {
    const rollouts = chooseController(api, {
      ECS: controller("ECS"),
      CODE_DEPLOY: controller("CodeDeploy"),
    });
    const request = { cluster: "main", service: "web", taskDefinition: "web:2", limits };
    return rollouts.roll(request, () => undefined);
  }

  it("gives a service without a deploymentController to ECS's own, as AWS does", async () => {
    api.services.set("web", service());
    await roll();
    expect(rolled).to.deep.equal(["ECS: web"]);
  });

  it("gives a service of CODE_DEPLOY to the controller for that, after one read of the service", async () => {
    api.services.set("web", service({ deploymentController: { type: "CODE_DEPLOY" } }));
    await roll();
    expect(rolled).to.deep.equal(["CodeDeploy: web"]);
    expect(api.count("describeServices")).to.equal(1);
  });

  it("refuses by name a service whose controller is missing, and sends nothing", async () => {
    api.services.set("web", service({ deploymentController: { type: "EXTERNAL" } }));
    const error = await errorFrom(roll());
    expect(error).to.include({ code: "CONTROLLER_NOT_SUPPORTED" });
    expect(error.message).to.contain('"web" is deployed by EXTERNAL');
    expect(rolled).to.be.empty;
  });
});
