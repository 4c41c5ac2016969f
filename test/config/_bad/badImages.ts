import { repositoryUrl } from "../settingsCase";
import { type BadCase, digest, two, several } from "./badCase";

/** Images. */
export const badImages: readonly BadCase[] = [
  // Images.
  [
    "both forms of images",
    { config: { "slipway:images": { web: {} }, "slipway:image": {} } },
    "slipway:images",
    /together with repositoryUrl or image/,
  ],
  [
    "no image at all",
    { env: { REPOSITORY_URL: undefined }, config: { "slipway:images": {} } },
    "slipway:images",
    /names no image/,
  ],
  [
    "one repository for several images",
    { env: { AWS_REGION: "us-east-1" }, config: { "slipway:images": two } },
    "REPOSITORY_URL",
    /names one repository, but there are the images web, api/,
  ],
  [
    "an image without a repository",
    { ...several, config: { "slipway:images": { web: {} } } },
    "slipway:images.web.repositoryUrl",
    /is missing/,
  ],
  [
    "containers without an image",
    {
      ...several,
      config: {
        "slipway:images": two,
        "slipway:services": [{ name: "mage-web", containers: ["app"] }],
      },
    },
    "slipway:services[0].containers",
    /which of the images web, api/,
  ],
  [
    "containers of an unknown image",
    {
      ...several,
      config: {
        "slipway:images": two,
        "slipway:services": [{ name: "mage-web", containers: { app: "wep" } }],
      },
    },
    "slipway:services[0].containers.app",
    /"wep", which there is not/,
  ],
  [
    "two images under one tag",
    {
      ...several,
      config: {
        "slipway:images": {
          web: { repositoryUrl: "ghcr.io/a/b" },
          api: { repositoryUrl: "ghcr.io/a/b", environmentTag: false },
        },
      },
    },
    "slipway:images.api",
    /and so would web/,
  ],
  [
    "the commit's tag for the environment",
    {
      env: { ENV: undefined },
      config: {
        "slipway:image": {
          tag: "{commit}",
          environmentTag: "aaaabbbbccccddddeeeeffff0000111122223333",
        },
      },
    },
    "slipway:images.mage-ai",
    /both for the commit and for the environment/,
  ],
  [
    "a tag format that never changes",
    { config: { "slipway:image": { tag: "latest" } } },
    "slipway:image.tag",
    /neither \{commit\} nor \{short\}/,
  ],
  [
    "a tag with bad characters",
    { config: { "slipway:image": { tag: "v/{commit}" } } },
    "slipway:image.tag",
    /is not a valid image tag/,
  ],
  [
    "an unknown placeholder",
    { config: { "slipway:image": { tag: "{commit}-{branch}" } } },
    "slipway:image.tag",
    /unknown placeholder \{branch\}/,
  ],
  [
    "a bad environment tag",
    { config: { "slipway:image": { environmentTag: "env:staging" } } },
    "slipway:image.environmentTag",
    /not a valid image tag/,
  ],
  [
    "an existing image that is built",
    { config: { "slipway:image": { existing: digest, context: "app" } } },
    "slipway:image.existing",
    /together with context/,
  ],
  [
    "an existing image of no form",
    { config: { "slipway:image": { existing: "app:v1" } } },
    "slipway:image.existing",
    /neither a tag nor a digest/,
  ],
  [
    "an absolute context",
    { config: { "slipway:image": { context: "/srv/app" } } },
    "slipway:image.context",
    /not a path relative to the project/,
  ],
  [
    "a remote context",
    { config: { "slipway:image": { context: "https://github.com/a/b.git" } } },
    "slipway:image.context",
    /not a path relative/,
  ],
  [
    "a platform of no form",
    { config: { "slipway:image": { platforms: ["arm64"] } } },
    "slipway:image.platforms[0]",
    /"arm64" is not a platform/,
  ],
  [
    "a build secret in clear",
    { config: { "slipway:image": { secrets: { npm: "hunter2" } } } },
    "slipway:image.secrets.npm",
    /The value is/,
  ],
  [
    "a bake target beside a Dockerfile",
    { config: { "slipway:image": { bake: "api", dockerfile: "./Dockerfile" } } },
    "slipway:image.bake",
    /together with dockerfile/,
  ],
  [
    "a bake file without a target",
    { config: { "slipway:image": { bakeFile: "ci/docker-bake.hcl" } } },
    "slipway:image.bakeFile",
    /without a target/,
  ],
  [
    "a mirror with a tag",
    { config: { "slipway:image": { mirrors: ["ghcr.io/a/b:v1"] } } },
    "slipway:image.mirrors[0]",
    /names one image by tag/,
  ],
  [
    "a mirror where the image is anyway",
    { config: { "slipway:image": { mirrors: ["ghcr.io/a/b", { repositoryUrl }] } } },
    "slipway:image.mirrors[1]",
    /where the image is anyway/,
  ],
];
