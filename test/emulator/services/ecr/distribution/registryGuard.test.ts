import { CreateRepositoryCommand, PutImageTagMutabilityCommand } from "@aws-sdk/client-ecr";
import { expect } from "chai";
import { containerAws, type ContainerAws } from "../../../_helpers/containerAws";

const type = "application/vnd.oci.image.manifest.v1+json";

describe("the guard before the registry", () => {
  let aws: ContainerAws;
  let authorization: string;

  beforeEach(async () => {
    aws = await containerAws();
    await aws.ecr.send(new CreateRepositoryCommand({ repositoryName: "team/app" }));
    authorization = await aws.login();
  });
  afterEach(() => aws.close());

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`http://${aws.registryHost}${path}`, {
      ...init,
      headers: { authorization, ...(init.headers as Record<string, string> | undefined) },
    });
  const put = (tag: string, body = "{}") =>
    ask(`/v2/team/app/manifests/${tag}`, {
      method: "PUT",
      headers: { "content-type": type },
      body,
    });

  it("answers 401 and asks for Basic credentials without a token", async () => {
    const response = await fetch(`http://${aws.registryHost}/v2/`);
    expect(response.status).to.equal(401);
    expect(response.headers.get("www-authenticate")).to.match(/^Basic realm="http/);
    const wrong = await ask("/v2/", { headers: { authorization: "Basic QVdTOm5vcGU=" } });
    expect(wrong.status).to.equal(401);
    expect(aws.registry.requests).to.eql([]);
  });

  it("accepts a token for 12 hours, and does not pass it to the registry", async () => {
    expect((await ask("/v2/")).status).to.equal(200);
    expect(aws.registry.requests).to.eql(["GET /v2/ -"]);
    await aws.realClock.advance(12 * 3600_000 - 1);
    expect((await ask("/v2/")).status).to.equal(200);
    await aws.realClock.advance(1);
    expect((await ask("/v2/")).status).to.equal(401);
  });

  it("answers NAME_UNKNOWN for a repository that was not created", async () => {
    const response = await ask("/v2/other/manifests/one");
    expect(response.status).to.equal(404);
    expect(await response.json()).to.eql({
      errors: [
        {
          code: "NAME_UNKNOWN",
          message:
            "The repository with name 'other' does not exist in the registry with id '123456789012'",
        },
      ],
    });
    expect((await ask("/v2/_catalog")).status).to.equal(404);
  });

  it("refuses a second push to a tag of an immutable repository", async () => {
    expect((await put("one")).status).to.equal(201);
    expect((await put("one", "[]")).status).to.equal(201);
    await aws.ecr.send(
      new PutImageTagMutabilityCommand({
        repositoryName: "team/app",
        imageTagMutability: "IMMUTABLE",
      }),
    );
    const refused = await put("one");
    expect(refused.status).to.equal(400);
    expect(await refused.json()).to.eql({
      errors: [
        {
          code: "TAG_INVALID",
          message:
            "The image tag 'one' already exists in the 'team/app' repository and cannot be overwritten because the repository is immutable.",
        },
      ],
    });
    expect((await put("two")).status).to.equal(201);
  });

  it("answers locations that lead through the guard", async () => {
    const response = await ask("/v2/team/app/blobs/uploads/", { method: "POST" });
    expect(response.status).to.equal(202);
    expect(response.headers.get("location")).to.equal(
      `http://${aws.registryHost}/v2/team/app/blobs/uploads/1?_state=x`,
    );
  });

  it("passes the registry's answers on, byte for byte", async () => {
    await put("one", '{ "odd":   "bytes" }');
    const response = await ask("/v2/team/app/manifests/one");
    expect(await response.text()).to.equal('{ "odd":   "bytes" }');
    expect(response.headers.get("content-type")).to.equal(type);
  });
});
