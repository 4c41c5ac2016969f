import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { containerAws, type ContainerAws } from "../../_helpers/containerAws";
import { rejection } from "../../_helpers/rejection";

describe("SSM parameters", () => {
  let aws: ContainerAws;

  beforeEach(async () => {
    aws = await containerAws();
    await aws.ssm.send(
      new PutParameterCommand({ Name: "/app/url", Type: "SecureString", Value: "hidden" }),
    );
  });
  afterEach(() => aws.close());

  const get = async (Name: string, WithDecryption: boolean) =>
    (await aws.ssm.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;

  it("are read by name and ARN, in clear only when asked", async () => {
    const parameter = await get("/app/url", true);
    expect(parameter).to.include({
      Value: "hidden",
      Version: 1,
      ARN: "arn:aws:ssm:us-east-1:123456789012:parameter/app/url",
    });
    expect((await get(parameter?.ARN ?? "", true))?.Value).to.equal("hidden");
    expect((await get("/app/url", false))?.Value).not.to.include("hidden");
  });

  it("are overwritten only with Overwrite", async () => {
    const put = (Overwrite: boolean) =>
      aws.ssm.send(new PutParameterCommand({ Name: "/app/url", Value: "new", Overwrite }));
    expect((await rejection(put(false))).name).to.equal("ParameterAlreadyExists");
    expect((await put(true)).Version).to.equal(2);
  });

  it("are listed as invalid where they are missing", async () => {
    const answer = await aws.ssm.send(
      new GetParametersCommand({ Names: ["/app/url", "/nope"], WithDecryption: true }),
    );
    expect(answer.InvalidParameters).to.eql(["/nope"]);
    await aws.ssm.send(new DeleteParameterCommand({ Name: "/app/url" }));
    expect((await rejection(get("/app/url", true))).name).to.equal("ParameterNotFound");
  });
});
