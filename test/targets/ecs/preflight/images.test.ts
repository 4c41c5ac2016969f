import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { imageFindings } from "../../../../targets/ecs/preflight/images";
import type { RevisionPlan } from "../../../../targets/ecs/taskDefinition/revisions";
import { RepositoryNotFound } from "../../../../registry/errors";
import type { RegistryImage } from "../../../../registry/imageRegistry";
import { arnOf } from "../_helpers/records";

const wanted = "registry.test/app:v2";
const running = "registry.test/app:v1";
const arm = { cpuArchitecture: "ARM64" } as const;

class Registry {
  readonly images = new Map<string, readonly string[]>();
  readonly asked: string[] = [];
  fault: Error | undefined;

  async find(repositoryUrl: string, tag: string): Promise<RegistryImage | undefined> {
    this.asked.push(`${repositoryUrl}:${tag}`);
    await Promise.resolve();
    if (this.fault) throw this.fault;
    const platforms = this.images.get(`${repositoryUrl}:${tag}`);
    return platforms && { digest: "sha256:a", mediaType: "", platforms, manifests: [] };
  }
}

function plan(
  service: string,
  more: Partial<RegisterTaskDefinitionRequest> = {},
  from = running,
): RevisionPlan {
  return {
    service,
    family: service,
    action: "register",
    from: {
      taskDefinitionArn: arnOf(`${service}:1`),
      revision: `${service}:1`,
      images: { app: from, sidecar: "registry.test/sidecar:1" },
      status: "ACTIVE",
    },
    to: { images: { app: wanted, sidecar: "registry.test/sidecar:1" } },
    containers: { [wanted]: ["app"] },
    variables: [],
    first: false,
    input: { family: service, containerDefinitions: [], ...more },
    live: { family: service, containerDefinitions: [] },
  };
}

describe("imageFindings", () => {
  let registry: Registry;

  beforeEach(() => {
    registry = new Registry();
    registry.images.set(running, ["linux/amd64"]);
    registry.images.set(wanted, ["linux/amd64", "linux/arm64"]);
  });

  async function codes(plans: RevisionPlan[], existing = [wanted]): Promise<string[]> {
    const findings = await imageFindings(registry, plans, existing);
    return findings.map(({ level, code, service = "-" }) => `${level} ${code} ${service}`);
  }

  it("finds nothing where all is there, and asks for each image once", async () => {
    expect(await codes([plan("web"), plan("worker")])).to.be.empty;
    expect(registry.asked).to.have.members([wanted, running]);
  });

  it("refuses an image that is not there, for each service", async () => {
    registry.images.delete(wanted);
    expect(await codes([plan("web"), plan("worker")])).to.deep.equal([
      "error IMAGE_NOT_FOUND web",
      "error IMAGE_NOT_FOUND worker",
    ]);
  });

  it("does not look for an image that is going to be built", async () => {
    registry.images.delete(wanted);
    expect(await codes([plan("web")], [])).to.be.empty;
    expect(registry.asked).to.deep.equal([running]);
  });

  it("refuses an image for another architecture than the task's", async () => {
    registry.images.set(wanted, ["linux/amd64"]);
    const plans = [plan("web", { runtimePlatform: arm }), plan("worker")];
    expect(await codes(plans)).to.deep.equal(["error IMAGE_ARCHITECTURE web"]);
  });

  it("takes a variant of the architecture, and an image that says nothing", async () => {
    for (const platforms of [["linux/arm64/v9"], []]) {
      registry.images.set(wanted, platforms);
      expect(await codes([plan("web", { runtimePlatform: arm })])).to.be.empty;
    }
  });

  it("warns when the image that runs is gone: there would be no way back", async () => {
    registry.images.delete(running);
    expect(await codes([plan("web")])).to.deep.equal(["warning ROLLBACK_IMAGE_MISSING web"]);
  });

  it("does not look for the way back before a first release: there is none", async () => {
    registry.images.delete(running);
    expect(await codes([{ ...plan("web"), first: true }])).to.deep.equal([]);
    expect(registry.asked).to.deep.equal([wanted]);
  });

  it("knows an image by its digest", async () => {
    const digest = `sha256:${"0".repeat(64)}`;
    expect(await codes([plan("web", {}, `registry.test/app@${digest}`)])).to.deep.equal([
      "warning ROLLBACK_IMAGE_MISSING web",
    ]);
    expect(registry.asked).to.include(`registry.test/app:${digest}`);
  });

  it("does not ask a registry that the release has nothing to do with", async () => {
    expect(await codes([plan("web", {}, "public.test/hello:1")])).to.be.empty;
    expect(registry.asked).to.deep.equal([wanted]);
  });

  it("finds no image where there is no repository", async () => {
    registry.fault = new RepositoryNotFound("no such repository");
    expect(await codes([plan("web")])).to.deep.equal([
      "error IMAGE_NOT_FOUND web",
      "warning ROLLBACK_IMAGE_MISSING web",
    ]);
  });

  it("says what it could not look up, and fails nothing", async () => {
    registry.fault = new Error("login refused");
    expect(await codes([plan("web")])).to.deep.equal(["note NOT_CHECKED -", "note NOT_CHECKED -"]);
  });
});
