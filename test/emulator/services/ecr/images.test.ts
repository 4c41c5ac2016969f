import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  GetDownloadUrlForLayerCommand,
  ListImagesCommand,
  PutImageCommand,
} from "@aws-sdk/client-ecr";
import { expect } from "chai";
import { containerAws, type ContainerAws } from "../../_helpers/containerAws";
import { rejection } from "../../_helpers/rejection";
import { digestOf } from "../../_helpers/socketRegistry";

const mediaType = "application/vnd.oci.image.manifest.v1+json";
const repositoryName = "app";

describe("ECR images", () => {
  let aws: ContainerAws;
  let manifest: string;

  beforeEach(async () => {
    aws = await containerAws();
    await aws.ecr.send(new CreateRepositoryCommand({ repositoryName }));
    const config = { digest: aws.registry.addBlob(repositoryName, "config"), size: 6 };
    const layer = { digest: aws.registry.addBlob(repositoryName, "layer"), size: 5 };
    // Odd blanks: another serialisation would have another digest.
    manifest = `{ "schemaVersion": 2,  "config": ${JSON.stringify(config)}, "layers": [${JSON.stringify(layer)}] }`;
  });
  afterEach(() => aws.close());

  const put = (imageTag: string | undefined, imageManifest = manifest) =>
    aws.ecr.send(
      new PutImageCommand({
        repositoryName,
        imageTag,
        imageManifest,
        imageManifestMediaType: mediaType,
      }),
    );
  const describeTag = (imageTag: string) =>
    aws.ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] }));

  it("retags with the bytes that BatchGetImage answers, to the same digest", async () => {
    await put("one");
    const { images } = await aws.ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: "one" }] }),
    );
    expect(images?.[0]).to.deep.include({
      imageManifest: manifest,
      imageManifestMediaType: mediaType,
      imageId: { imageTag: "one", imageDigest: digestOf(manifest) },
    });
    await put("two", images?.[0]?.imageManifest);
    const { imageDetails } = await describeTag("two");
    expect(imageDetails).to.have.length(1);
    expect(imageDetails?.[0]).to.deep.include({
      imageDigest: digestOf(manifest),
      imageTags: ["one", "two"],
      imageSizeInBytes: 11,
      imagePushedAt: new Date(aws.clock.now()),
    });
  });

  it("refuses the image that a tag names already, and another one under an immutable tag", async () => {
    await put("one");
    expect(await rejection(put("one"))).to.have.property("name", "ImageAlreadyExistsException");
    await aws.ecr.send(
      new CreateRepositoryCommand({ repositoryName: "fixed", imageTagMutability: "IMMUTABLE" }),
    );
    const empty = (extra: string) =>
      aws.ecr.send(
        new PutImageCommand({
          repositoryName: "fixed",
          imageTag: "one",
          imageManifest: `{"mediaType":"${mediaType}"${extra}}`,
        }),
      );
    await empty("");
    const error = await rejection(empty(',"annotations":{}'));
    expect(error.name).to.equal("ImageTagAlreadyExistsException");
    expect(error.message).to.match(/'one' already exists in the 'fixed' repository/);
  });

  it("refuses a manifest whose layers or images are missing, or whose digest is another", async () => {
    const missing = `sha256:${"0".repeat(64)}`;
    const layers = `{"layers":[{"digest":"${missing}"}]}`;
    const index = `{"manifests":[{"digest":"${missing}"}]}`;
    expect((await rejection(put("a", layers))).name).to.equal("LayersNotFoundException");
    expect((await rejection(put("a", index))).name).to.equal("ReferencedImagesNotFoundException");
    const wrong = new PutImageCommand({
      repositoryName,
      imageManifest: manifest,
      imageManifestMediaType: mediaType,
      imageDigest: missing,
    });
    const error = await rejection(aws.ecr.send(wrong));
    expect(error.name).to.equal("ImageDigestDoesNotMatchException");
  });

  it("says in each answer's own way that an image is missing", async () => {
    const error = await rejection(describeTag("nope"));
    expect(error.name).to.equal("ImageNotFoundException");
    expect(error.message).to.equal(
      "The image with imageId {imageDigest:'null', imageTag:'nope'} does not exist within the repository with name 'app' in the registry with id '123456789012'",
    );
    const { images, failures } = await aws.ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: "nope" }, {}] }),
    );
    expect(images).to.eql([]);
    expect(failures?.map(({ failureCode }) => failureCode)).to.eql([
      "ImageNotFound",
      "MissingDigestAndTag",
    ]);
  });

  it("lists tagged and untagged images", async () => {
    await put("one");
    await put(undefined, `{"mediaType":"${mediaType}"}`);
    const { imageIds } = await aws.ecr.send(new ListImagesCommand({ repositoryName }));
    expect(imageIds).to.have.deep.members([
      { imageTag: "one", imageDigest: digestOf(manifest) },
      { imageDigest: digestOf(`{"mediaType":"${mediaType}"}`) },
    ]);
    const untagged = await aws.ecr.send(
      new ListImagesCommand({ repositoryName, filter: { tagStatus: "UNTAGGED" } }),
    );
    expect(untagged.imageIds).to.have.length(1);
  });

  it("deletes a tag, and the image with its last tag", async () => {
    await put("one");
    await put("two");
    const remove = (imageTag: string) =>
      aws.ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
    await remove("one");
    expect((await describeTag("two")).imageDetails?.[0]?.imageTags).to.eql(["two"]);
    await remove("two");
    const { imageIds } = await aws.ecr.send(new ListImagesCommand({ repositoryName }));
    expect(imageIds).to.eql([]);
  });

  it("says which layers it has", async () => {
    const present = aws.registry.addBlob(repositoryName, "layer");
    const absent = `sha256:${"0".repeat(64)}`;
    const { layers, failures } = await aws.ecr.send(
      new BatchCheckLayerAvailabilityCommand({
        repositoryName,
        layerDigests: [present, absent, "nonsense"],
      }),
    );
    expect(layers).to.eql([
      { layerDigest: present, layerAvailability: "AVAILABLE", layerSize: 5 },
      { layerDigest: absent, layerAvailability: "UNAVAILABLE" },
    ]);
    expect(failures?.[0]?.failureCode).to.equal("InvalidLayerDigest");
  });

  it("gives a layer's address in the registry, which wants the token", async () => {
    const layerDigest = digestOf("layer");
    const { downloadUrl = "" } = await aws.ecr.send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }),
    );
    expect((await fetch(downloadUrl)).status).to.equal(401);
    const layer = await fetch(downloadUrl, { headers: { authorization: await aws.login() } });
    expect(await layer.text()).to.equal("layer");
    const missing = aws.ecr.send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: digestOf("another") }),
    );
    expect((await rejection(missing)).name).to.equal("LayersNotFoundException");
  });
});
