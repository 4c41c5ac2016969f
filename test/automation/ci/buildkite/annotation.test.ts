import { expect } from "chai";
import { Annotation } from "../../../../automation/ci/buildkite/annotation";
import type { BuildkiteAgent } from "../../../../automation/ci/buildkite/buildkiteAgent";
import { Mask } from "../../../../automation/io/mask";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { FakeAgent } from "../../_helpers/fakeAgent";

describe("Annotation", () => {
  let agent: FakeAgent;
  let clock: VirtualClock;
  let warnings: string[];
  let annotation: Annotation;
  const bodies = () => agent.annotations.map(({ markdown }) => markdown);

  beforeEach(() => {
    agent = new FakeAgent();
    clock = new VirtualClock();
    warnings = [];
    const mask = new Mask();
    mask.add(["hunter2hunter2"]);
    const warn = (text: string) => void warnings.push(text);
    annotation = new Annotation("slipway-staging-up", { agent, clock, mask, warn });
  });

  it("shows the first state at once, then the newest every five seconds, on change only", async () => {
    annotation.show(() => "one");
    await clock.advance(0);
    annotation.show(() => "two");
    annotation.show(() => "three");
    await clock.advance(4_999);
    expect(bodies()).to.deep.equal(["one"]);
    await clock.advance(1);
    expect(bodies()).to.deep.equal(["one", "three"]);
    await clock.advance(5_000);
    annotation.show(() => "three");
    await clock.advance(60_000);
    expect(bodies()).to.deep.equal(["one", "three"]);
    annotation.show(() => "four");
    await clock.advance(0);
    expect(bodies()).to.deep.equal(["one", "three", "four"]);
  });

  it("ends at once, in its own style, over what was shown", async () => {
    annotation.show(() => "one");
    await clock.advance(0);
    annotation.show(() => "two");
    await annotation.finish("the end", "success");
    annotation.show(() => "too late");
    await clock.advance(60_000);
    expect(agent.annotations.map(({ markdown, style }) => [markdown, style])).to.deep.equal([
      ["one", "info"],
      ["the end", "success"],
    ]);
    expect(agent.annotations.every(({ context }) => context === "slipway-staging-up")).to.equal(
      true,
    );
    expect(clock.pending).to.equal(0);
  });

  it("takes two seconds at most where the run was cancelled, whatever hangs", async () => {
    const ended: string[] = [];
    const hang: BuildkiteAgent["annotate"] = (markdown, _, signal) =>
      new Promise<void>((__, reject) =>
        signal.addEventListener("abort", () => {
          ended.push(markdown);
          reject(signal.reason as Error);
        }),
      );
    Object.assign(agent, { annotate: hang });
    annotation.show(() => "one");
    await clock.advance(0);
    const finished = annotation.finish("the end", "warning", true);
    await clock.advance(1_999);
    expect(ended).to.deep.equal(["one"]);
    await clock.advance(1);
    await finished;
    expect(ended).to.deep.equal(["one", "the end"]);
    expect(warnings).to.have.length(1);
    expect(clock.pending).to.equal(0);
  });

  it("masks secrets", async () => {
    await annotation.finish("x hunter2hunter2 y", "info");
    expect(bodies()).to.deep.equal(["x [secret] y"]);
  });

  it("warns once when it can't be written, and still tries at the end", async () => {
    agent.failure = new Error("no network");
    annotation.show(() => "one");
    await clock.advance(10_000);
    annotation.show(() => "two");
    await clock.advance(10_000);
    expect(warnings).to.deep.equal(["The annotation could not be written: no network"]);
    agent.failure = undefined;
    await annotation.finish("the end", "error");
    expect(bodies()).to.deep.equal(["the end"]);
  });
});
