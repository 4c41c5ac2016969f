import { expect } from "chai";
import { LocalAws } from "./_helpers/localAws";
import { PulumiProject } from "./_helpers/pulumiProject";

const commit = (n: number) => n.toString(16).repeat(40);

describe("plain pulumi, when it does not go well", () => {
  let aws: LocalAws;
  let project: PulumiProject;

  before(async () => {
    aws = await LocalAws.start();
    await Promise.all([aws.createService("web"), aws.createService("worker")]);
    for (const n of [1, 2, 3, 4]) aws.registry.push("mage", commit(n));
    project = await PulumiProject.create({ ...aws.env, SERVICES_NAMES: "web,worker" });
    const ran = await project.up({ BUILDKITE_COMMIT: commit(1) });
    expect(ran.code, ran.text).to.equal(0);
  });
  after(async () => {
    aws.plans.set([]);
    await project.remove();
    await aws.close();
  });

  const moved = (from: number) =>
    aws.calls
      .slice(from)
      .filter((call) => ["UpdateService", "RegisterTaskDefinition"].includes(call));

  it("ends with every problem of the settings as a line, and no stack", async () => {
    const calls = aws.calls.length;
    const ran = await project.preview({ BUILDKITE_COMMIT: "not-a-commit", CLUSTER_NAME: "" });
    expect(ran.code).to.not.equal(0);
    expect(ran.text).to.include("BUILDKITE_COMMIT: ").and.to.include("CLUSTER_NAME: ");
    expect(ran.text).to.not.match(/\n\s+at /);
    expect(moved(calls)).to.be.empty;
  });

  it("refuses at preflight what can't work, all of it, before anything is touched", async () => {
    const calls = aws.calls.length;
    const ran = await project.up({ BUILDKITE_COMMIT: commit(2), SERVICES_NAMES: "web,none,nil" });
    expect(ran.code).to.not.equal(0);
    expect(ran.text).to.include("Preflight found 2 problems; nothing was touched:");
    expect(ran.text).to.include('"none"').and.to.include('"nil"');
    expect(ran.text).to.not.match(/\n\s+at /);
    expect(moved(calls)).to.be.empty;
    expect(aws.registry.digest("mage", "staging")).to.equal(aws.registry.digest("mage", commit(1)));
  });

  it("says which image is missing where there is nothing to build it from", async () => {
    const ran = await project.preview({
      BUILDKITE_COMMIT: commit(1),
      REPOSITORY_URL: "127.0.0.1:1/mage",
    });
    expect(ran.code).to.not.equal(0);
    expect(ran.text).to.include("images.mage: The registry 127.0.0.1:1 could not be reached");
  });

  it("is never a success when the circuit breaker rolled back, and acts again the next time", async () => {
    aws.plans.set([{ image: `*:${commit(2)}*`, service: "web", exit: { after: 1, code: 7 } }]);
    const failed = await project.up({ BUILDKITE_COMMIT: commit(2) });
    expect(failed.code).to.not.equal(0);
    expect(failed.text).to.include("web: rolled back (breaker)");
    expect(await aws.tagOf("web")).to.equal(commit(1));
    expect(await aws.tagOf("worker")).to.equal(commit(2));

    const preview = await project.preview({ BUILDKITE_COMMIT: commit(2) });
    expect(preview.text)
      .to.include("unhealthy")
      .and.to.match(/web:2" => "[^"]*web:3"/);

    aws.plans.set([]);
    const revisions = await aws.revisions("web");
    const again = await project.up({ BUILDKITE_COMMIT: commit(2) });
    expect(again.code, again.text).to.equal(0);
    expect(await aws.tagOf("web")).to.equal(commit(2));
    expect(await aws.revisions("web"), "registered again").to.equal(revisions);
  });

  it("takes the old commit after a rollback for what it is: live already", async () => {
    aws.plans.set([{ image: `*:${commit(3)}*`, exit: { after: 1, code: 7 } }]);
    expect((await project.up({ BUILDKITE_COMMIT: commit(3) })).code).to.not.equal(0);
    aws.plans.set([]);
    const calls = aws.calls.length;
    const back = await project.up({ BUILDKITE_COMMIT: commit(2) });
    expect(back.code, back.text).to.equal(0);
    expect(moved(calls)).to.be.empty;
    expect(await project.outputs()).to.have.nested.property("services.web.outcome", "unchanged");
  });

  it("stops waiting within seconds when it is cancelled, and the next run attaches", async () => {
    // Tasks that take so long that nothing is over by itself.
    aws.plans.set([{ image: `*:${commit(4)}*`, start: 3600 }]);
    const args = ["up", "--yes", "--skip-preview", "--non-interactive"];
    const up = project.start(args, { BUILDKITE_COMMIT: commit(4) });
    await up.said("of 2 running on web:");
    const at = Date.now();
    up.process.kill("SIGINT");
    const cancelled = await up.ended;
    expect((Date.now() - at) / 1000).to.be.below(10);
    expect(cancelled.code).to.not.equal(0);
    expect(cancelled.text).to.include("web: cancelled");
    const [primary] = (await aws.describe("web")).deployments ?? [];

    aws.plans.set([]);
    const calls = aws.calls.length;
    const again = project.start(args, { BUILDKITE_COMMIT: commit(4) });
    await again.said("of 2 running on web:");
    // Lets the tasks that hang be replaced: only so can the deployment end.
    await aws.stopTasks("web");
    await aws.stopTasks("worker");
    const ended = await again.ended;
    expect(ended.code, ended.text).to.equal(0);
    expect(moved(calls)).to.be.empty;
    const [now] = (await aws.describe("web")).deployments ?? [];
    expect(now?.id).to.equal(primary?.id);
    expect(now?.rolloutState).to.equal("COMPLETED");
  });

  it("sees a service that is gone from the program as none of its business", async () => {
    const calls = aws.calls.length;
    const ran = await project.up({ BUILDKITE_COMMIT: commit(4), SERVICES_NAMES: "web" });
    expect(ran.code, ran.text).to.equal(0);
    expect(moved(calls)).to.be.empty;
    expect((await aws.describe("worker")).status).to.equal("ACTIVE");
  });
});
