import { expect } from "chai";
import { parseUpdateHistory } from "../../../automation/workspace/updateHistory";

/** As engine 3.245 prints it, newest first, shortened. */
const printed = JSON.stringify([
  {
    kind: "update",
    startTime: "2026-11-21T10:05:00.000Z",
    message: "slipway up 4f1c2d9 by ann",
    environment: { "exec.kind": "auto.local" },
    config: { "slipway:cluster": { value: "mage", secret: false } },
    result: "in-progress",
  },
  {
    kind: "update",
    startTime: "2026-11-21T10:00:00.000Z",
    message: "",
    environment: { "git.head": "c1", "git.author": "Bob" },
    config: {},
    result: "succeeded",
    endTime: "2026-11-21T10:01:30.000Z",
    version: 1,
    resourceChanges: { update: 2 },
  },
]);

describe("parseUpdateHistory", () => {
  it("keeps what history is made of", () => {
    const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);
    expect(parseUpdateHistory(printed)).to.deep.equal([
      {
        ...{ kind: "update", message: "slipway up 4f1c2d9 by ann", startedAt: at("10:05:00") },
        result: "in progress",
      },
      {
        ...{ kind: "update", message: "", startedAt: at("10:00:00"), endedAt: at("10:01:30") },
        ...{ result: "succeeded", commit: "c1", author: "Bob" },
      },
    ]);
  });

  it("is empty for a stack that was never updated", () => {
    expect(parseUpdateHistory("[]")).to.deep.equal([]);
  });
});
