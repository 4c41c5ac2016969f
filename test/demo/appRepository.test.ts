import { expect } from "chai";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createAppRepository } from "../../demo/appRepository";
import { errorFrom } from "../_helpers/errorFrom";

describe("the demo's application", () => {
  let folder: string;
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), "slipway-app-")), "mage");
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  it("takes the place of the one that an earlier demo left", async () => {
    const first = await createAppRepository(folder, process.env);
    await first.write("left.txt", "");
    const second = await createAppRepository(folder, process.env);
    expect(await readdir(folder))
      .to.include("Dockerfile")
      .and.not.include("left.txt");
    expect(await second.commit("Say hello")).to.match(/^[0-9a-f]{40}$/);
  });

  it("never takes the place of somebody's project of that name", async () => {
    const mine = path.join(folder, "mine.txt");
    await mkdir(folder);
    await writeFile(mine, "mine");
    const refused = await errorFrom(createAppRepository(folder, process.env));
    expect(refused.message).to.include("is not the demo's: there is mine.txt in it");
    expect(await readFile(mine, "utf8")).to.equal("mine");
  });
});
