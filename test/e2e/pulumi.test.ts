import { expect } from "chai";
import { foreignSecret, LocalAws } from "./_helpers/localAws";
import { PulumiProject } from "./_helpers/pulumiProject";

const commit = (n: number) => n.toString(16).repeat(40);
const ownSecret = "0wn-s3cret-value";

describe("plain pulumi", () => {
  let aws: LocalAws;
  let project: PulumiProject;
  const said: string[] = [];

  before(async () => {
    aws = await LocalAws.start();
    await Promise.all([aws.createService("web"), aws.createService("worker")]);
    for (const n of [1, 2, 3]) aws.registry.push("mage", commit(n));
    project = await PulumiProject.create({ ...aws.env, SERVICES_NAMES: "web,worker" }, [
      "slipway:environment:",
      `  TOKEN: ${ownSecret}`,
    ]);
  });
  after(async () => {
    await project.remove();
    await aws.close();
  });

  const release = async (n: number) => {
    const ran = await project.up({ BUILDKITE_COMMIT: commit(n) });
    said.push(ran.text);
    return ran;
  };

  it("previews images and variables by name, and touches nothing", async () => {
    const calls = aws.calls.length;
    const ran = await project.preview({ BUILDKITE_COMMIT: commit(1) });
    said.push(ran.text);
    expect(ran.code, ran.text).to.equal(0);
    expect(ran.stdout)
      .to.include(`mage:${commit(1)}`)
      .and.to.include("TOKEN")
      .and.include("[secret]");
    const made = aws.calls.slice(calls);
    expect(made).to.not.include.members(["RegisterTaskDefinition"]);
    expect(
      made.every((operation) => /^(Describe|List|Get)/.test(operation)),
      String(made),
    ).to.be.true;
  });

  it("puts a commit onto the services", async () => {
    const ran = await release(1);
    expect(ran.code, ran.text).to.equal(0);
    for (const service of ["web", "worker"]) {
      expect(await aws.tagOf(service)).to.equal(commit(1));
      expect((await aws.describe(service)).deployments).to.have.length(1);
      const [app, router] = (await aws.definition(service)).containerDefinitions ?? [];
      expect(app?.environment).to.deep.include.members([
        { name: "DD_VERSION", value: commit(1) },
        { name: "FOREIGN", value: foreignSecret },
        { name: "TOKEN", value: ownSecret },
      ]);
      expect(router?.image).to.equal("registry.test/router:3");
    }
    expect(aws.registry.digest("mage", "staging")).to.equal(aws.registry.digest("mage", commit(1)));
    const outputs = await project.outputs();
    expect(outputs).to.have.nested.property("services.web.outcome", "deployed");
    expect(outputs).to.have.nested.property("services.web.revision", "web:2");
    expect(outputs).to.have.nested.property("services.worker.image").that.includes(commit(1));
    expect(outputs).to.have.property("commit", commit(1));
  });

  it("does nothing for the same commit again", async () => {
    const calls = aws.calls.length;
    const ran = await release(1);
    expect(ran.code, ran.text).to.equal(0);
    expect(aws.calls.slice(calls)).to.not.include.members(["RegisterTaskDefinition"]);
    expect(aws.calls.slice(calls)).to.not.include.members(["UpdateService"]);
    expect(ran.stdout).to.not.match(/\d+ (updated|created|deleted)/);
  });

  it("previews the next commit against what is live", async () => {
    const ran = await project.preview({ BUILDKITE_COMMIT: commit(2) });
    said.push(ran.text);
    expect(ran.stdout)
      .to.include(`mage:${commit(1)}" => "`)
      .and.to.include(`mage:${commit(2)}"`)
      .and.to.include(`DD_VERSION: "${commit(1)}" => "${commit(2)}"`);
  });

  it("moves a service forward again that somebody moved back by hand", async () => {
    await aws.move("web", "web:1");
    expect(await aws.tagOf("web")).to.equal("c0");
    const revisions = await aws.revisions("web");
    const ran = await release(1);
    expect(ran.code, ran.text).to.equal(0);
    expect(await aws.tagOf("web")).to.equal(commit(1));
    expect(await aws.revisions("web")).to.equal(revisions);
  });

  it("goes back to the older commit when asked for it", async () => {
    expect((await release(2)).code).to.equal(0);
    const ran = await release(1);
    expect(ran.code, ran.text).to.equal(0);
    expect(await aws.tagOf("web")).to.equal(commit(1));
    expect(await aws.tagOf("worker")).to.equal(commit(1));
  });

  it("keeps no secret in clear: not in what it says, not in the state", async () => {
    const state = await project.state();
    for (const secret of [ownSecret, foreignSecret]) {
      expect(state).to.not.include(secret);
      expect(said.join("\n")).to.not.include(secret);
    }
    expect(state).to.include("ciphertext");
    expect(state).to.not.include(aws.env["AWS_ENDPOINT_URL"]!);
  });
});
