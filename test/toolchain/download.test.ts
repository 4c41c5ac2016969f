import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

interface Download {
  downloadProgram(url: string, file: string): Promise<void>;
  downloadArchive(
    url: string,
    into: string,
    options?: { strip?: number; folder?: string },
  ): Promise<void>;
}

describe("an official download", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-download-"));
  const served = new Map<string, Buffer>();
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    const body = served.get(request.url ?? "");
    if (request.url === "/broken") {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
      return;
    }
    response.writeHead(body ? 200 : 404).end(body);
  });
  let origin: string;
  let module: Download;

  before(async () => {
    delete process.env.SLIPWAY_NO_DOWNLOADS;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const file = resolve(__dirname, "../../toolchain/support/download.mjs");
    module = (await import(file)) as Download;
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  it("is a program that runs", async () => {
    served.set("/tool", Buffer.from("#!/bin/sh\n"));
    await module.downloadProgram(`${origin}/tool`, join(folder, "tool"));
    expect(statSync(join(folder, "tool")).mode & 0o111).not.to.equal(0);
  });

  it("is unpacked where it belongs", async () => {
    mkdirSync(join(folder, "pulumi"));
    writeFileSync(join(folder, "pulumi/pulumi"), "engine");
    execFileSync("tar", ["-czf", join(folder, "a.tar.gz"), "-C", folder, "pulumi"]);
    served.set("/a.tar.gz", readFileSync(join(folder, "a.tar.gz")));
    const into = join(folder, "into");
    await module.downloadArchive(`${origin}/a.tar.gz`, into, { strip: 1, folder: "bin" });
    expect(readFileSync(join(into, "bin/pulumi"), "utf8")).to.equal("engine");
  });

  async function failure(url: string): Promise<string> {
    try {
      await module.downloadProgram(url, join(folder, "failed"));
    } catch (error) {
      return String(error);
    }
    throw new Error("it did not fail");
  }

  it("says what the host answered", async () => {
    expect(await failure(`${origin}/none`)).to.match(/DownloadFailed: 127.*HTTP 404 for http/);
  });

  it("does not ask a host again that can't be reached", async () => {
    expect(await failure(`${origin}/broken`)).to.match(/DownloadFailed: 127/);
    const before = asked;
    expect(await failure(`${origin}/tool`)).to.match(/DownloadFailed: 127/);
    expect(asked).to.equal(before);
  });
});
