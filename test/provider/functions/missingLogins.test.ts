import { expect } from "chai";
import { missingLogins } from "../../../provider/functions/missingLogins";
import type { CredentialSource } from "../../../registry/logins/credentialSource";

const ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const { signal } = new AbortController();
const none: CredentialSource = () => Promise.resolve(undefined);
const some: CredentialSource = () =>
  Promise.resolve({ username: "AWS", password: "p4ss", source: "test" });

describe("provider/functions/missingLogins", () => {
  it("says once how to log Docker in, and no password", async () => {
    const logins = { docker: none, registry: some };
    const [finding, ...more] = await missingLogins(logins, [`${ecr}/a`, `${ecr}/b`], signal);
    expect(more).to.be.empty;
    expect(finding).to.include({ level: "error", code: "DOCKER_LOGIN_MISSING" });
    expect(finding?.remedy).to.include("--region eu-west-1").and.to.include(ecr);
    expect(JSON.stringify(finding)).to.not.include("p4ss");
  });

  it("finds nothing where Docker is logged in, or where nobody has a login", async () => {
    expect(await missingLogins({ docker: some, registry: some }, [`${ecr}/a`], signal)).to.be.empty;
    expect(await missingLogins({ docker: none, registry: none }, ["r.test/a"], signal)).to.be.empty;
  });
});
