import { expect } from "chai";
import { failureOf } from "../../../automation/release/engineFailure";

const program = { type: "pulumi:pulumi:Stack", name: "mage-staging" };
const rollout = { type: "slipway:ecs:ServiceRollout", name: "release-mage-web" };

describe("failureOf", () => {
  it("keeps the words of a program's error, not the place in our code", () => {
    const text = [
      "Running program '/srv/app/index.ts' failed with an unhandled exception:",
      "Error: Preflight found a problem; nothing was touched:",
      "  mage-web: There is no such service.",
      "[PREFLIGHT_REFUSED]",
      "    at checked (/srv/app/components/checkedRelease.ts:10:3)",
      "    at async main (node:internal/x:1:1)",
    ].join("\n");
    expect(failureOf(text, program)).to.deep.equal({
      message:
        "Preflight found a problem; nothing was touched:\n  mage-web: There is no such service.",
      code: "PREFLIGHT_REFUSED",
    });
  });

  it("takes the stable code off the end, and names the resource", () => {
    expect(
      failureOf("error: The cluster is not there. Check it. [CLUSTER_NOT_FOUND]", rollout),
    ).to.deep.equal({
      message: "The cluster is not there. Check it.",
      code: "CLUSTER_NOT_FOUND",
      resource: "slipway:ecs:ServiceRollout release-mage-web",
      type: "slipway:ecs:ServiceRollout",
    });
  });

  it("unwraps a partial failure", () => {
    expect(
      failureOf("1 error occurred:\n\t* tasks failed to start\n\n", rollout)?.message,
    ).to.equal("tasks failed to start");
  });

  it("learns no code from a program's words, because they may change", () => {
    const said = "images.mage: this commit can't be built here: and x/mage has no image b. Check";
    expect(failureOf(`Error: ${said}`, program)).to.deep.equal({ message: said });
  });

  const image = { type: "docker-build:index:Image", name: "release-mage" };
  for (const [said, code, remedy] of [
    ['failed to solve: process "false" did not complete', "BUILD_FAILED", "Mend the Dockerfile"],
    ["failed to push x: unexpected status: 401 Unauthorized", "PUSH_REFUSED", "may push"],
    ["failed to connect to the docker API at unix:///x", "BUILDER_MISSING", "Start Docker"],
  ] as const) {
    it(`calls it ${code} where the builder says "${said}", and says what to do`, () => {
      const failure = failureOf(`error: ${said}`, image);
      expect(failure?.code).to.equal(code);
      expect(failure?.message).to.match(new RegExp(`^${said}\\. .*${remedy}`));
      expect(failure?.resource).to.equal("docker-build:index:Image release-mage");
    });
  }

  for (const [said, file, reason] of [
    [
      'unable to hash build context: could not open ".slipway/a.sock": open /app/.slipway/a.sock: no such device or address',
      "/app/.slipway/a.sock",
      "a socket",
    ],
    ["failed to solve: error from sender: open key.pem: permission denied", "key.pem", "may not"],
    ["error from sender: lstat /app/tmp/1: no such file or directory", "/app/tmp/1", "went away"],
  ] as const) {
    it(`names what of the context can't be read, and blames no Dockerfile: ${said}`, () => {
      const failure = failureOf(`error: ${said}`, image);
      expect(failure?.code).to.equal("CONTEXT_UNREADABLE");
      expect(failure?.message).to.match(new RegExp(`^${file} in .*${reason}.*\\.dockerignore`));
      expect(failure?.message).to.not.include("Mend the Dockerfile");
    });
  }

  it("takes off what a failure while reading is wrapped into", () => {
    expect(
      failureOf("Preview failed: No credentials. [AWS_CREDENTIALS_MISSING]", rollout),
    ).to.include({
      message: "No credentials.",
      code: "AWS_CREDENTIALS_MISSING",
    });
  });

  const noRevision =
    "slipway:ecs:ServiceRollout resource 'release-web': property taskDefinition value output<string>{} has a problem: is missing: the revision to move the service to must be there first [REVISION_MISSING]";
  for (const echo of [
    noRevision,
    "update failed",
    "Preview failed: resource urn:pulumi:x failed",
    "preview failed",
    "error: update canceled",
    "",
    "  \n",
  ]) {
    it(`drops ${JSON.stringify(echo)}`, () => {
      expect(failureOf(echo, program)).to.equal(undefined);
    });
  }
});
