import { expect } from "chai";
import { noticeOf, resourceName } from "../../../automation/workspace/engineNotice";
import { encodeEvent } from "../../../contract/events";
import { debug, urn } from "../_helpers/engineEvents";

const type = "slipway:ecs:ServiceRollout";

describe("noticeOf, the door", () => {
  it("drops every debug event but Slipway's own", () => {
    const leak = "RegisterResource RPC finished: resp: {password: hunter2}";
    expect(noticeOf(debug(leak))).to.equal(undefined);
    const event = { type: "warning", message: "look out" } as const;
    expect(noticeOf(debug(`<{%reset%}>${encodeEvent(event)}<{%reset%}>\n`))).to.deep.equal({
      kind: "release",
      event,
    });
  });

  it("lets errors and warnings through with their resource, without colours", () => {
    const diagnosticEvent = {
      severity: "error",
      message: "<{%fg 1%}>error: <{%reset%}>it \u001b[31mfailed\u001b[0m\n",
      urn: urn(type, "mage-web"),
    };
    expect(noticeOf({ diagnosticEvent })).to.deep.equal({
      kind: "diagnostic",
      level: "error",
      message: "error: it failed",
      resource: { type, name: "release-mage-web" },
    });
    expect(noticeOf({ diagnosticEvent: { ...diagnosticEvent, severity: "info" } })).to.equal(
      undefined,
    );
  });

  it("takes four facts of an unchanged rollout, and no property of anything else", () => {
    const outputs = {
      revision: "mage-web:2",
      deploymentId: "ecs-svc/1",
      outcome: { kind: "deployed", untested: true },
      secret: "hunter2",
    };
    const metadata = {
      op: "same",
      urn: urn(type, "mage-web"),
      new: { inputs: { service: "mage-web" }, outputs },
    };
    expect(noticeOf({ resOutputsEvent: { metadata } })).to.deep.equal({
      kind: "unchanged",
      service: "mage-web",
      revision: "mage-web:2",
      deploymentId: "ecs-svc/1",
      untested: true,
    });
    const update = noticeOf({ resOutputsEvent: { metadata: { ...metadata, op: "update" } } });
    expect(update).to.deep.equal({
      kind: "resource",
      phase: "ended",
      op: "update",
      resource: { type, name: "release-mage-web" },
    });
  });

  it("hears the engine say that it is cancelling", () => {
    const message =
      "^C received; cancelling. If you would like to terminate immediately, press ^C again.";
    expect(noticeOf({ stdoutEvent: { message } })).to.deep.equal({ kind: "cancelling" });
    expect(noticeOf({ stdoutEvent: { message: "hello" } })).to.equal(undefined);
  });

  it("reads a URN's innermost type and a name with colons", () => {
    expect(resourceName(`${urn(type, "a")}::b`)).to.deep.equal({ type, name: "release-a::b" });
  });
});
