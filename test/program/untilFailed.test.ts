import { expect } from "chai";
import { EventEmitter } from "node:events";
import { untilFailed, type ProgramEnd } from "../../program/untilFailed";
import { errorFrom } from "../_helpers/errorFrom";

const never = new Promise<never>(() => undefined);

describe("untilFailed", () => {
  let source: EventEmitter;
  let gaveUp: number;

  beforeEach(() => {
    source = new EventEmitter();
    gaveUp = 0;
  });

  function run(
    program: () => Promise<object>,
    declared: ProgramEnd["declared"] = () => Promise.resolve(),
  ): Promise<object> {
    return untilFailed(source, program, { declared, giveUp: () => (gaveUp += 1) });
  }

  it("gives a program's outputs once everything that it declared is registered", async () => {
    const outputs = { commit: "c1" };
    const seen: object[] = [];
    const declared = (of: object) => Promise.resolve(seen.push(of));
    expect(await run(() => Promise.resolve(outputs), declared)).to.equal(outputs);
    expect(seen).to.deep.equal([outputs]);
    expect(gaveUp).to.equal(0);
  });

  it("ends one whose outputs never come, because what they hang on has failed", async () => {
    const failed = new Error("Preflight found a problem");
    const ended = errorFrom(
      run(
        () => Promise.resolve({}),
        () => never,
      ),
    );
    source.emit("unhandledRejection", failed);
    expect(await ended).to.equal(failed);
    expect(gaveUp).to.equal(1);
  });

  it("ends one that never ends itself, because of an exception that nothing catches", async () => {
    const failed = new Error("thrown in a timer");
    const ended = errorFrom(run(() => never));
    source.emit("uncaughtException", failed);
    expect(await ended).to.equal(failed);
  });

  it("gives up what was declared where the program itself throws", async () => {
    const failed = new Error("no such image");
    expect(await errorFrom(run(() => Promise.reject(failed)))).to.equal(failed);
    expect(gaveUp).to.equal(1);
  });

  it("leaves no listener behind, however it ends", async () => {
    await run(() => Promise.resolve({}));
    await errorFrom(run(() => Promise.reject(new Error("no"))));
    expect(source.eventNames()).to.deep.equal([]);
  });
});
