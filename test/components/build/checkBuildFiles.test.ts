import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkBuildFiles } from "../../../components/build/checkBuildFiles";

describe("checkBuildFiles", () => {
  let context: string;
  beforeEach(() => {
    context = mkdtempSync(path.join(tmpdir(), "slipway-context-"));
  });
  afterEach(() => rmSync(context, { recursive: true }));

  it("names the folder that is not there, and the setting", () => {
    const folder = path.join(context, "nowhere");
    expect(() => checkBuildFiles("mage", { context: folder }))
      .to.throw(`images.mage: there is no folder ${folder} `)
      .with.property("message")
      .that.includes("`context`");
  });

  it("names the Dockerfile that is not there, and the setting", () => {
    const dockerfile = path.join(context, "web.Dockerfile");
    expect(() => checkBuildFiles("mage", { context })).to.throw(
      `there is no Dockerfile ${path.join(context, "Dockerfile")} `,
    );
    expect(() => checkBuildFiles("mage", { context, dockerfile }))
      .to.throw(`there is no Dockerfile ${dockerfile} `)
      .with.property("message")
      .that.includes("`dockerfile`");
  });

  it("is content with what is there", () => {
    writeFileSync(path.join(context, "Dockerfile"), "FROM scratch\n");
    expect(() => checkBuildFiles("mage", { context })).to.not.throw();
  });
});
