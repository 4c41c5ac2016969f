import { expect } from "chai";
import { differences, parsePlan, planOf } from "../../../../automation/ci/buildkite/approvedPlan";
import type { ReleaseReport } from "../../../../automation/report/releaseReport";
import { releaseReport, serviceReport } from "../../_helpers/reports";

const digest = `sha256:${"ab".repeat(32)}`;
const found = { name: "mage", action: "existing", reference: "repo/mage:new", digest } as const;
const web = serviceReport();
const worker = serviceReport({ service: "mage-worker", from: "mage-worker:7", to: undefined });
const report = (changed: Partial<ReleaseReport> = {}) =>
  releaseReport({ command: "preview", images: [found], services: [web, worker], ...changed });
const approved = planOf(report());
const between = (changed: Partial<ReleaseReport>) => differences(approved, planOf(report(changed)));

describe("an approved plan", () => {
  it("is the same when nothing has happened since, and travels as text", () => {
    expect(parsePlan(JSON.stringify(approved))).to.deep.equal(approved);
    expect(between({})).to.deep.equal([]);
    expect(JSON.stringify(approved).length).to.be.at.most(300);
  });

  it("is still the same for what an earlier try has left to do", () => {
    expect(between({ services: [{ ...web, action: "unchanged" }, worker] })).to.deep.equal([]);
    expect(between({ services: [{ ...web, action: "reuse" }, worker] })).to.deep.equal([]);
    const done = [web, worker].map((one) => ({ ...one, action: "unchanged" as const }));
    expect(
      between({ services: done, commit: { sha: "x", version: "x", dirty: false } }),
    ).to.deep.equal([]);
  });

  it("is still the same when an image that was to be built is there", () => {
    const toBuild = planOf(report({ images: [{ ...found, action: "build", digest: undefined }] }));
    expect(differences(toBuild, approved)).to.deep.equal([]);
  });

  it("is another one after somebody else's release", () => {
    expect(between({ services: [{ ...web, from: "mage-web:44" }, worker] })).to.deep.equal([
      "mage-web runs mage-web:44; the approver saw mage-web:41.",
    ]);
  });

  it("is another one with another image, variable, service or commit", () => {
    const images = [{ container: "app", from: "repo/mage:old", to: "repo/mage:evil" }];
    expect(between({ services: [{ ...web, images }, worker] })).to.deep.equal([
      "The change of mage-web is another one.",
    ]);
    const variables = [{ container: "app", name: "DEBUG", change: "added" as const }];
    expect(between({ services: [{ ...web, variables }, worker] })).to.have.length(1);
    const third = serviceReport({ service: "mage-cron" });
    expect(between({ services: [web, worker, third] })).to.deep.equal([
      "mage-cron would change; the approver saw that it would not.",
    ]);
    expect(between({ commit: { sha: "e", version: "e", dirty: false } })).to.deep.equal([
      "The commit is e; the approver saw 4f1c2d9.",
    ]);
    expect(between({ cluster: "mage-other" })).to.deep.equal([
      "The cluster is mage-other; the approver saw mage.",
    ]);
    const moved = [{ ...found, digest: "sha256:00" }];
    expect(between({ images: moved })).to.deep.equal([
      `Image mage is sha256:00; the approver saw ${digest}.`,
    ]);
  });

  it("is no plan when it is something else", () => {
    for (const text of ["", "{}", "[]", '{"commit":1}'])
      expect(parsePlan(text)).to.equal(undefined);
  });
});
