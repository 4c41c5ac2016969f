import { expect } from "chai";
import type { Interceptor } from "../../emulator/wire/dispatch";
import { FakeOciRegistry } from "../_helpers/fakeOciRegistry";
import { FaultAws } from "./_ground/faultAws";
import type { FaultProject } from "./_ground/faultProject";
import { newCommit, oldCommit, releaseBefore, releasedAgain } from "./_ground/releasedBefore";
import { writePagePart } from "./_ground/reliabilityPage";
import { faulty, serviceNames } from "./faultCase";

/** Holds the answer of the first UpdateService until it is let go. */
class HeldMove {
  letGo: () => void = () => undefined;
  private tell: () => void = () => undefined;
  readonly made = new Promise<void>((resolve) => (this.tell = resolve));
  private readonly gone = new Promise<void>((resolve) => (this.letGo = resolve));

  readonly interceptor: Interceptor = async ({ operation }, _request, next) => {
    const answer = await next();
    if (operation !== "UpdateService") return answer;
    this.tell();
    await this.gone;
    return answer;
  };
}

describe("Releases and services that go on at the same time", function () {
  this.timeout(10 * 60_000);
  let aws: FaultAws;
  let project: FaultProject;

  afterEach(async () => {
    await project.remove();
    await aws.close();
  });

  it("lets one release at a time into an environment", async () => {
    const before = await releaseBefore([faulty]);
    const move = new HeldMove();
    const interceptors = [move.interceptor];
    aws = await FaultAws.start(before.services, new FakeOciRegistry(), { interceptors });
    project = await releasedAgain(before, aws, {});
    const first = project.start(["up", "staging"], newCommit);
    await move.made;
    const second = await project.slipway(["up", "staging"], oldCommit);
    move.letGo();
    expect(second.code, second.stderr).to.equal(11);
    expect(second.stderr).to.match(/holds the stack's lock, by \S+/);
    const { code, stderr } = await first.ended;
    expect(code, stderr).to.equal(0);
    const [service] = await aws.settled();
    expect(await aws.tagOf(service!)).to.equal(newCommit);
    // The one that was there, and the first release's.
    expect(await aws.deployments(faulty)).to.equal(2);
  });

  it("does not wait for slow services when one has failed", async () => {
    const before = await releaseBefore(serviceNames);
    // A tenth of real time: what Slipway itself takes counts, but not as if it were hours.
    aws = await FaultAws.start(before.services, new FakeOciRegistry(), { speed: 10 });
    project = await releasedAgain(before, aws, {});
    const image = `*:${newCommit}`;
    aws.apply({
      tasks: [
        { family: faulty, image, exit: { after: 10, code: 1 } },
        { family: "*", image, pull: 600 },
      ],
    });
    const { code, report, stderr } = await project.slipway(["up", "staging"], newCommit);
    const back = aws.emulator.context.clock.now();
    expect(code, stderr).to.equal(6);
    const outcomes = report?.services.map(({ service, outcome }) => [service, outcome]);
    const others = serviceNames.filter((name) => name !== faulty);
    expect(Object.fromEntries(outcomes ?? [])).to.deep.equal({
      [faulty]: "rolled back",
      ...Object.fromEntries(others.map((name) => [name, "abandoned"])),
    });
    for (const service of await aws.describe()) {
      expect(await aws.tagOf(service), service.serviceName).to.equal(oldCommit);
      expect(service.deployments).to.have.length(1);
    }
    const { moved, failed, rolledBack } = await aws.times(faulty);
    const seconds = (from: number, to: number) => `${Math.round((to - from) / 1000)} s`;
    const page = `Measured on AWS's clock, at a tenth of real time: one of five services failed ${seconds(moved, failed)} after it had been moved, while the others would have needed ten minutes.
      ECS had taken it back ${seconds(failed, rolledBack)} later, and ${seconds(failed, back)} after the failure everything was back and said.`;
    if (process.env.UPDATE_DOCS === "1") await writePagePart("siblings", page);
  });
});
