import { expect } from "chai";
import { EventEmitter } from "node:events";
import { LeftRejections } from "../../../../automation/workspace/inline/leftRejections";
import { errorFrom } from "../../../_helpers/errorFrom";

describe("LeftRejections", () => {
  const failed = new Error("14 UNAVAILABLE");

  it("tells of a promise that a program left behind, and keeps the process alive", async () => {
    const source = new EventEmitter();
    const told: string[] = [];
    const left = new LeftRejections(source);
    await left.during(
      (message) => told.push(message),
      () => Promise.resolve(),
    );
    source.emit("unhandledRejection", failed);
    expect(told).to.deep.equal(["The program left something behind that failed: 14 UNAVAILABLE"]);
  });

  it("leaves a running program's to the SDK, which fails the run for them", async () => {
    const source = new EventEmitter();
    const told: string[] = [];
    const left = new LeftRejections(source);
    const tell = (message: string) => told.push(message);
    await left.during(tell, () => Promise.resolve(source.emit("unhandledRejection", failed)));
    expect(told).to.deep.equal([]);
  });

  it("listens once for many runs, also when one of them fails", async () => {
    const source = new EventEmitter();
    const told: string[] = [];
    const left = new LeftRejections(source);
    await errorFrom(
      left.during(
        () => undefined,
        () => Promise.reject(failed),
      ),
    );
    await left.during(
      (message) => told.push(message),
      () => Promise.resolve(),
    );
    source.emit("unhandledRejection", failed);
    expect(source.listenerCount("unhandledRejection")).to.equal(1);
    expect(told).to.have.length(1);
  });
});
