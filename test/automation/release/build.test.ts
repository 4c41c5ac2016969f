import { expect } from "chai";
import { build } from "../../../automation/release/build";
import { exitCodes } from "../../../automation/report/exitCodes";
import { actionContext } from "../_helpers/actionContext";
import { image, step } from "../_helpers/engineEvents";

const request = { stack: "staging", flags: {} };
const found = image({ name: "mage", action: "existing", reference: "repo/mage:new" });

describe("build", () => {
  it("hands the engine the images alone", async () => {
    const context = actionContext({
      events: [
        image({ name: "mage", action: "build", reference: "repo/mage:new" }),
        ...step("create", "docker-build:index:Image", "mage"),
      ],
    });
    const report = await build(context, request);
    expect(context.fake.runs[0]?.targets?.join(" ")).to.include("docker-build:index:Image");
    // No service moves, so that no rollout of others is waited for.
    expect(context.fake.runs[0]?.request.kind).to.equal("build");
    expect(report.services).to.deep.equal([]);
    expect(report.images[0]?.action).to.equal("build");
    expect(context.io.texts).to.include.members([
      "image mage: building and pushing",
      "image mage: built and pushed",
    ]);
  });

  it("has nothing to do where the image is there", async () => {
    const report = await build(actionContext({ events: [found] }), request);
    expect(report.nothingToDo).to.equal(true);
    expect(report.exitCode).to.equal(exitCodes.success);
  });
});
