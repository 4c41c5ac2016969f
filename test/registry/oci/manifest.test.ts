import { expect } from "chai";
import { configPlatforms, mediaTypeOf, platformSource } from "../../../registry/oci/manifest";

const indexType = "application/vnd.oci.image.index.v1+json";

describe("platformSource", () => {
  it("lists an index's platforms, attestations left out, none twice", () => {
    const attestation = {
      digest: "sha256:9",
      platform: { os: "unknown", architecture: "unknown" },
      annotations: { "vnd.docker.reference.type": "attestation-manifest" },
    };
    const index = {
      mediaType: indexType,
      manifests: [
        { digest: "sha256:1", platform: { os: "linux", architecture: "amd64" } },
        {
          platform: { os: "linux", architecture: "arm64", variant: "v8" },
          annotations: null,
          digest: "sha256:2",
        },
        { platform: { os: "linux", architecture: "arm", variant: "v6" } },
        { platform: { os: "linux", architecture: "amd64", variant: "v1" } },
        { platform: { os: "linux", architecture: "amd64", variant: "v3" } },
        attestation,
      ],
    };
    expect(platformSource(JSON.stringify(index))).to.deep.equal({
      kind: "listed",
      platforms: ["linux/amd64", "linux/arm64", "linux/arm/v6", "linux/amd64/v3"],
      manifests: ["sha256:1", "sha256:2"],
    });
  });

  it("points at the config of one image", () => {
    const config = { mediaType: "application/vnd.docker.container.image.v1+json", digest: "d" };
    expect(platformSource(JSON.stringify({ config }))).to.deep.equal({
      kind: "config",
      digest: "d",
    });
  });

  it("finds no platform in what is no image", () => {
    const config = { mediaType: "application/vnd.cncf.helm.config.v1+json", digest: "d" };
    expect(platformSource(JSON.stringify({ config }))).to.deep.equal({
      kind: "listed",
      platforms: [],
      manifests: [],
    });
  });
});

describe("configPlatforms", () => {
  it("reads os and architecture, or nothing", () => {
    expect(configPlatforms('{"os":"linux","architecture":"amd64"}')).to.deep.equal(["linux/amd64"]);
    expect(configPlatforms("{}")).to.deep.equal([]);
  });
});

describe("mediaTypeOf", () => {
  it("prefers what stands inside, else the header without parameters", () => {
    expect(mediaTypeOf(JSON.stringify({ mediaType: indexType }), "text/plain")).to.equal(indexType);
    expect(mediaTypeOf("{}", `${indexType}; charset=utf-8`)).to.equal(indexType);
  });
});
