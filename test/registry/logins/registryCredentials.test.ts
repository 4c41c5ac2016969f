import { expect } from "chai";
import { registryCredentials } from "../../../registry/logins/registryCredentials";
import type { EcrAuthorization } from "../../../registry/ecr/ecrApi";
import type { CredentialSource } from "../../../registry/logins/credentialSource";
import { VirtualClock } from "../../_helpers/virtualClock";
import { errorFrom } from "../../_helpers/errorFrom";

const ecrRegistry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const noDocker: CredentialSource = () => Promise.resolve(undefined);

function ecr(answer: () => Promise<EcrAuthorization>) {
  const regions: (string | undefined)[] = [];
  return {
    regions,
    api: (region: string | undefined) => ({
      getAuthorizationToken: () => {
        regions.push(region);
        return answer();
      },
      describeRepository: () => Promise.resolve(undefined),
    }),
  };
}

function token(proxyEndpoint: string, expiresAt?: number) {
  return () => Promise.resolve({ username: "AWS", password: "p", proxyEndpoint, expiresAt });
}

describe("registryCredentials", () => {
  it("asks ECR in the region of an ECR host, once for as long as the token is valid", async () => {
    const clock = new VirtualClock();
    const { api, regions } = ecr(token(`https://${ecrRegistry}`, clock.now() + 12 * 3600_000));
    const credentials = registryCredentials({ ecr: api, docker: noDocker, clock });
    const both = await Promise.all([credentials(ecrRegistry), credentials(ecrRegistry)]);
    expect(both[0]).to.deep.equal({ username: "AWS", password: "p", source: "ECR in eu-west-1" });
    expect(regions).to.deep.equal(["eu-west-1"]);
    await clock.advance(12 * 3600_000 - 60_000);
    await credentials(ecrRegistry);
    expect(regions).to.deep.equal(["eu-west-1", "eu-west-1"]);
  });

  it("lets ECR's refusal be seen, and asks again the next time", async () => {
    const { api, regions } = ecr(() => Promise.reject(new Error("denied")));
    const credentials = registryCredentials({
      ecr: api,
      docker: noDocker,
      clock: new VirtualClock(),
    });
    expect((await errorFrom(credentials(ecrRegistry))).message).to.equal("denied");
    await errorFrom(credentials(ecrRegistry));
    expect(regions).to.have.length(2);
  });

  it("takes the Docker config's login for any other host", async () => {
    const { api, regions } = ecr(token("http://127.0.0.1:5000"));
    const login = { username: "me", password: "p", source: "the Docker config" };
    const credentials = registryCredentials({
      ecr: api,
      docker: () => Promise.resolve(login),
      clock: new VirtualClock(),
    });
    expect(await credentials("ghcr.io")).to.equal(login);
    expect(await credentials("127.0.0.1:5000")).to.equal(login);
    expect(regions).to.deep.equal([]);
  });

  it("asks the local AWS for a host on this machine, and uses the answer for that host only", async () => {
    const { api } = ecr(token("http://127.0.0.1:5000"));
    const credentials = registryCredentials({
      ecr: api,
      docker: noDocker,
      clock: new VirtualClock(),
    });
    expect(await credentials("127.0.0.1:5000")).to.include({ username: "AWS", source: "ECR" });
    expect(await credentials("127.0.0.1:5001")).to.be.undefined;
    expect(await credentials("ghcr.io")).to.be.undefined;
  });

  it("needs no AWS for a registry on this machine", async () => {
    const { api } = ecr(() => Promise.reject(new Error("no credentials")));
    const credentials = registryCredentials({
      ecr: api,
      docker: noDocker,
      clock: new VirtualClock(),
    });
    expect(await credentials("localhost:5000")).to.be.undefined;
  });
});
