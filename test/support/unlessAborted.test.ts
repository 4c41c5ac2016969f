import { expect } from "chai";
import { getEventListeners } from "node:events";
import { unlessAborted } from "../../support/unlessAborted";
import { errorFrom } from "../_helpers/errorFrom";

const never = new Promise<never>(() => undefined);

describe("unlessAborted", () => {
  it("is what the promise comes to, and leaves no listener behind", async () => {
    const { signal } = new AbortController();
    expect(await unlessAborted(Promise.resolve(1), signal)).to.equal(1);
    expect(await unlessAborted(Promise.resolve(1))).to.equal(1);
    const refused = Promise.reject(new Error("refused"));
    expect((await errorFrom(unlessAborted(refused, signal))).message).to.equal("refused");
    expect(getEventListeners(signal, "abort")).to.be.empty;
  });

  it("is the signal's reason at once when it aborts, before or meanwhile", async () => {
    const abort = new AbortController();
    const waiting = errorFrom(unlessAborted(never, abort.signal));
    abort.abort(new Error("SIGINT"));
    expect((await waiting).message).to.equal("SIGINT");
    expect((await errorFrom(unlessAborted(never, abort.signal))).message).to.equal("SIGINT");
  });
});
