import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { credentialsEnd } from "../../aws/credentials";
import { errorFrom } from "../_helpers/errorFrom";

const end = "2026-11-21T10:42:00.000Z";

describe("the end of credentials", () => {
  let folder: string;
  const before = { ...process.env };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "slipway-credentials-"));
    const others = Object.entries(before).filter(([name]) => !name.startsWith("AWS_"));
    process.env = Object.fromEntries(others);
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: path.join(folder, "config"),
      AWS_SHARED_CREDENTIALS_FILE: path.join(folder, "credentials"),
    });
  });
  afterEach(async () => {
    process.env = { ...before };
    await rm(folder, { recursive: true, force: true });
  });

  function environment(more: Record<string, string> = {}): void {
    const key = { AWS_ACCESS_KEY_ID: "AKIATEST", AWS_SECRET_ACCESS_KEY: "test" };
    Object.assign(process.env, key, more);
  }

  it("is what the environment says", async () => {
    environment({ AWS_SESSION_TOKEN: "t", AWS_CREDENTIAL_EXPIRATION: end });
    expect((await credentialsEnd({}))?.toISOString()).to.equal(end);
  });

  it("is unknown where the environment does not say it", async () => {
    environment();
    expect(await credentialsEnd({})).to.equal(undefined);
  });

  it("is none where a program gives new ones", async () => {
    const answer = { Version: 1, AccessKeyId: "a", SecretAccessKey: "b", Expiration: end };
    const file = path.join(folder, "answer.json");
    const later = new Date(Date.now() + 600_000).toISOString();
    await writeFile(file, JSON.stringify({ ...answer, Expiration: later }));
    const config = ["[profile renews]", `credential_process = /bin/cat ${file}`].join("\n");
    await writeFile(process.env.AWS_CONFIG_FILE ?? "", config);
    environment({ AWS_CREDENTIAL_EXPIRATION: end });
    expect(await credentialsEnd({ profile: "renews" })).to.equal(undefined);
  });

  it("can't be told where there are none", async () => {
    await errorFrom(credentialsEnd({}));
  });
});
