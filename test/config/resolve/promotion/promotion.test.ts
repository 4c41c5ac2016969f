import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { otherCommit, promoted } from "../../../../config/resolve/promotion/promoted";
import { promotionSource } from "../../../../config/resolve/promotion/promotionSource";
import type { Settings } from "../../../../config/settings";
import { SettingsError } from "../../../../config/problems/settingsError";
import {
  readStackConfigFile,
  type StackConfigFile,
} from "../../../../config/sources/stackConfigFile";
import { errorFrom } from "../../../_helpers/errorFrom";
import { commit, errorOf, repositoryUrl, settingsOf } from "../../settingsCase";

const production = {
  stack: "production",
  env: { ENV: "production", PROMOTE_FROM: "staging", AWS_REGION: "eu-central-1" },
};
const digest = `sha256:${"ab".repeat(32)}`;
const stagingUrl = "210987654321.dkr.ecr.us-west-2.amazonaws.com/mage-ai";
const staging = {
  "slipway:cluster": "mage-staging",
  "slipway:services": '["web"]',
  "slipway:repositoryUrl": stagingUrl,
  "aws:profile": "staging",
};

function sourceOf(
  settings: Settings,
  values: StackConfigFile["values"] = staging,
  encrypted: string[] = [],
) {
  if (!settings.promotion) throw new Error("No promotion was asked for.");
  return promotionSource(settings, settings.promotion, { values, encrypted });
}

/** What is said to be wrong with the other environment. */
function problemsOf(...args: Parameters<typeof sourceOf>): string {
  try {
    sourceOf(...args);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error("Expected the settings to be refused.");
}

describe("the settings of a promotion", () => {
  it("are taken from the flag, then the environment, then the stack", () => {
    const config = { "slipway:promotion": { from: "qa" } };
    const from = (made: Parameters<typeof settingsOf>[0]) =>
      settingsOf({ ...production, ...made }).settings.promotion?.from;
    expect(from({ config, flags: { from: "canary" } })).to.equal("canary");
    expect(from({ config })).to.equal("staging");
    const env = { ...production.env, PROMOTE_FROM: undefined };
    expect(from({ config, env })).to.equal("qa");
    expect(from({ env })).to.be.undefined;
    const { origins } = settingsOf(production);
    expect(origins).to.deep.include({
      ...{ name: "promotion.from", value: "staging", origin: "environment PROMOTE_FROM" },
    });
  });

  it("refuse the environment itself, and what is no name", () => {
    const env = { ...production.env, PROMOTE_FROM: "production" };
    expect(errorOf({ ...production, env }).message).to.match(/PROMOTE_FROM: is "production"/);
    const path = { ...production.env, PROMOTE_FROM: "../staging" };
    expect(errorOf({ ...production, env: path }).message).to.match(/is not the name of an env/);
    const empty = { ...production.env, PROMOTE_FROM: "" };
    expect(errorOf({ ...production, env: empty }).message).to.match(/is there, but empty/);
  });

  it("find the other environment in its own file, whatever this run's variables say", () => {
    const { settings } = settingsOf(production);
    const source = sourceOf(settings);
    expect(source).to.deep.include({
      environment: "staging",
      cluster: "mage-staging",
      versionVariable: "DD_VERSION",
      aws: { region: "us-west-2", profile: "staging" },
    });
    expect(source.services.map(({ name }) => name)).to.deep.equal(["web"]);
    expect(source.images).to.have.lengthOf(1);
    expect(source.images[0]).to.include({ repositoryUrl: stagingUrl });
  });

  it("let a run say how it reaches the other account: roles and profile together", () => {
    const assumeRoles = [{ roleArn: "arn:aws:iam::210987654321:role/read" }];
    const config = { "slipway:promotion": { aws: { assumeRoles } } };
    const { settings } = settingsOf({ ...production, config });
    expect(sourceOf(settings).aws).to.deep.equal({ region: "us-west-2", assumeRoles });
    const elsewhere = { ...staging, "slipway:repositoryUrl": "ghcr.io/a/mage" };
    expect(sourceOf(settings, elsewhere).aws.region).to.equal("eu-central-1");
  });

  it("put images together by name, or where each environment has but one", () => {
    const one = settingsOf(production).settings;
    const name = one.images[0]!.name;
    expect(sourceOf(one).names).to.deep.equal({ [name]: "mage-ai" });
    const images = {
      web: { repositoryUrl: "ghcr.io/a/web" },
      api: { repositoryUrl: "ghcr.io/a/b" },
    };
    const env = { ...production.env, REPOSITORY_URL: undefined };
    const two = settingsOf({ ...production, env, config: { "slipway:images": images } }).settings;
    expect(problemsOf(two)).to.match(/environment staging have 2 problems.*images\.web: is not/s);
  });

  it("say what the other environment's file lacks, all at once", () => {
    const { settings } = settingsOf(production);
    const text = problemsOf(settings, {}, ["slipway:cluster"]);
    expect(text)
      .to.include("environment staging")
      .and.match(/slipway:cluster: is stored as a secret/)
      .and.match(/slipway:services: is not set/)
      .and.match(/slipway:images: is not set/);
  });

  it("replace what would be built by what was seen, under its own tag and version", () => {
    const { settings } = settingsOf(production);
    const runs = {
      images: [{ image: "mage-ai", digest, manifests: [], tag: "c7" }],
      version: "c7",
    };
    const { images, commit: released } = promoted(settings, sourceOf(settings), runs);
    expect(released).to.deep.equal({
      ...{ sha: "c7", version: "c7", dirty: false, source: "promotion" },
    });
    expect(images[0]).to.deep.include({
      ...{ repositoryUrl, tag: "c7", existing: "c7" },
      promoted: {
        repositoryUrl: stagingUrl,
        digest,
        manifests: [],
        tag: "c7",
        aws: sourceOf(settings).aws,
      },
    });
    expect(images[0]).to.not.have.property("build");
  });

  it("keep the commit of each image where these were built one at a time", () => {
    const { settings } = settingsOf(production);
    const own = { image: "mage-ai", digest, manifests: [], tag: "c7", version: "c7" };
    const mixed = { images: [own, { ...own, image: "admin", version: "c5" }] };
    const { images, commit: released } = promoted(settings, sourceOf(settings), mixed);
    expect(images[0]).to.include({ version: "c7" });
    expect(released.version).to.equal(commit);
    expect(otherCommit(settings, mixed, "staging")?.warning).to.equal(
      "staging runs mage-ai of c7, admin of c5: what it runs is released.",
    );
    const alike = promoted(settings, sourceOf(settings), { images: [own], version: "c7" });
    expect(alike.images[0]).to.not.have.property("version");
  });

  it("leave alone what is released as it is", () => {
    const config = { "slipway:image": { existing: "v1" } };
    const { settings } = settingsOf({ ...production, config });
    const { images } = promoted(settings, sourceOf(settings), { images: [] });
    expect(images).to.deep.equal(settings.images);
  });

  it("tell where the run names another commit than the one that is promoted", () => {
    const { settings } = settingsOf(production);
    expect(otherCommit(settings, { images: [], version: commit }, "staging")).to.equal(undefined);
    expect(otherCommit(settings, { images: [], version: commit.slice(0, 7) }, "staging")).to.equal(
      undefined,
    );
    const said = otherCommit(settings, { images: [], version: "beef123" }, "staging");
    expect(said?.warning).to.equal(
      `staging runs beef123, not ${commit}: what it runs is released.`,
    );
    expect(said?.refusal).to.equal(`staging runs beef123, not ${commit}, which --commit asks for.`);
    expect(otherCommit(settings, { images: [] }, "staging")?.warning).to.match(
      /do not tell their version/,
    );
  });
});

describe("the file of another stack", () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(path.join(tmpdir(), "slipway-stack-"))));
  after(() => rm(folder, { recursive: true, force: true }));

  it("is read without its secrets", async () => {
    const text = `encryptionsalt: v1:x
config:
  slipway:cluster: main
  slipway:services: [web]
  slipway:token: {secure: v1:abc}
  slipway:images: {mage: {repositoryUrl: ghcr.io/a/mage, buildArgs: {TOKEN: {secure: v1:abc}}}}
`;
    await writeFile(path.join(folder, "Pulumi.staging.yaml"), text);
    expect(await readStackConfigFile(folder, "staging")).to.deep.equal({
      values: {
        "slipway:cluster": "main",
        "slipway:services": '["web"]',
        "slipway:images":
          '{"mage":{"repositoryUrl":"ghcr.io/a/mage","buildArgs":{"TOKEN":"[secret]"}}}',
      },
      encrypted: ["slipway:token"],
    });
  });

  it("is refused where it is missing or broken, without showing what is in it", async () => {
    const missing = await errorFrom(readStackConfigFile(folder, "qa"));
    expect(missing).to.be.instanceOf(SettingsError);
    expect(missing.message).to.include("Pulumi.qa.yaml: is not there");
    await writeFile(path.join(folder, "Pulumi.bad.yaml"), "config: [s3cret\n");
    const broken = await errorFrom(readStackConfigFile(folder, "bad"));
    expect(broken.message).to.include("is not valid YAML").and.not.include("s3cret");
  });
});
