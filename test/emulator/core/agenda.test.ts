import { expect } from "chai";
import { Agenda } from "../../../emulator/core/agenda";
import { seededRandom } from "../../../emulator/core/seededRandom";
import { VirtualClock } from "../../_helpers/virtualClock";

describe("emulator: the agenda", () => {
  it("runs entries in the order of their instants, and of one instant in the order of asking", () => {
    const agenda = new Agenda(new VirtualClock(0));
    const random = seededRandom(3);
    const wanted: { at: number; n: number }[] = [];
    const done: { at: number; n: number }[] = [];
    for (let n = 0; n < 500; n++) {
      const at = Math.floor(random() * 50);
      wanted.push({ at, n });
      agenda.after(at, () => done.push({ at: agenda.now(), n }));
    }
    agenda.runUntil(100);
    expect(done).to.deep.equal(wanted.sort((a, b) => a.at - b.at || a.n - b.n));
  });

  it("runs entries that running entries add, and none that was cancelled", () => {
    const agenda = new Agenda(new VirtualClock(0));
    const done: string[] = [];
    const never = agenda.after(15, () => done.push("never"));
    agenda.after(10, () => {
      done.push("first");
      never.cancel();
      agenda.after(10, () => done.push("second"));
    });
    agenda.runUntil(19);
    expect(done).to.deep.equal(["first"]);
    expect(agenda.next()).to.equal(20);
    agenda.runUntil(20);
    expect(done).to.deep.equal(["first", "second"]);
    expect(agenda.next()).to.equal(undefined);
  });

  it("follows the clock, and wakes for an entry that is sooner than the one it waits for", async () => {
    const clock = new VirtualClock(0);
    const agenda = new Agenda(clock);
    const stop = new AbortController();
    const following = agenda.follow(stop.signal);
    const done: number[] = [];
    agenda.after(1000, () => done.push(clock.now()));
    await clock.advance(10);
    agenda.after(5, () => done.push(clock.now()));
    await clock.advance(2000);
    expect(done).to.deep.equal([15, 1000]);
    stop.abort(new Error("over"));
    await following;
    expect(clock.pending).to.equal(0);
  });
});
