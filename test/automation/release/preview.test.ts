import { expect } from "chai";
import { preview } from "../../../automation/release/preview";
import { SettingsError } from "../../../config/problems/settingsError";
import { previewText } from "../../../automation/render/releaseText";
import type { EngineEventLike } from "../../../automation/workspace/engineNotice";
import { errorFrom } from "../../_helpers/errorFrom";
import { actionContext } from "../_helpers/actionContext";
import { image, revision, rollout, urn } from "../_helpers/engineEvents";

const request = { stack: "staging", flags: {} };
const found = image({
  name: "mage",
  action: "existing",
  reference: "repo/mage:new",
  digest: "sha256:1234",
});

describe("preview", () => {
  it("shows revision, image and the names of variables, service by service", async () => {
    const context = actionContext({
      events: [
        image({ name: "mage", action: "build", reference: "repo/mage:new" }),
        revision("mage-web", 41, {
          preview: true,
          to: { images: { app: "repo/mage:new", sidecar: "repo/log:1" } },
          variables: [
            { container: "app", name: "DD_VERSION", change: "changed" },
            { container: "app", name: "DD_GIT_COMMIT_SHA", change: "added" },
          ],
        }),
        revision("mage-worker", 7, { preview: true, action: "reuse" }),
        rollout("mage-web", "planned", { from: "mage-web:41", to: undefined }),
      ],
    });
    const report = await preview(context, request);
    expect(report.nothingToDo).to.equal(false);
    const lines = previewText(report).split("\n").slice(2);
    expect(lines).to.deep.equal([
      "image mage: to build repo/mage:new, also tagged staging",
      "mage-web: mage-web:41 → a new revision",
      "  app image: repo/mage:old → repo/mage:new",
      "  app variable: ~ DD_VERSION",
      "  app variable: + DD_GIT_COMMIT_SHA",
      "mage-worker: mage-worker:7 → mage-worker:8 (registered before)",
      "  app image: repo/mage:old → repo/mage:new",
      "  app variable: ~ DD_VERSION",
    ]);
    expect(context.fake.opened).to.deep.equal(["staging read"]);
    expect(context.logins.open).to.equal(0);
  });

  it("says so when there is nothing to do, for the engine and for live services alike", async () => {
    const report = await preview(
      actionContext({
        events: [
          found,
          same("mage-web", "mage-web:42"),
          revision("mage-worker", 7, { action: "unchanged", preview: true }),
          rollout("mage-worker", "planned", { from: "mage-worker:7", to: "mage-worker:7" }),
        ],
      }),
      request,
    );
    expect(report.nothingToDo).to.equal(true);
    expect(previewText(report)).to.include("Nothing to do");
    expect(previewText(report)).to.include("mage-web: mage-web:42, unchanged");
  });

  it("has something to do when a service is not on its newest revision", async () => {
    const moved = [
      found,
      same("mage-web", "mage-web:42"),
      revision("mage-worker", 7, { action: "unchanged", preview: true }),
      rollout("mage-worker", "planned", { from: "mage-worker:6", to: "mage-worker:7" }),
    ];
    const report = await preview(actionContext({ events: moved }), request);
    expect(report.nothingToDo).to.equal(false);
  });

  it("tells that the stack is not there yet", async () => {
    const context = actionContext({ origin: "absent" });
    await preview(context, request);
    expect(context.io.texts[0]).to.include("There is no stack staging yet");
  });

  it("refuses settings with all their problems, and closes the stack", async () => {
    const context = actionContext({ config: {} }, { env: { ENV: "production" } });
    const error = await errorFrom(preview(context, request));
    if (!(error instanceof SettingsError)) throw error;
    expect(error.problems.length).to.be.greaterThan(2);
    expect(context.fake.closed).to.equal(1);
  });
});

function same(service: string, revisionName: string): EngineEventLike {
  return {
    resOutputsEvent: {
      metadata: {
        op: "same",
        urn: urn("slipway:ecs:ServiceRollout", service),
        new: {
          inputs: { service },
          outputs: { revision: revisionName, outcome: { kind: "deployed" } },
        },
      },
    },
  };
}
