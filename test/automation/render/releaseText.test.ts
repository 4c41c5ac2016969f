import { expect } from "chai";
import { releaseText } from "../../../automation/render/releaseText";
import { failedService, releaseReport } from "../_helpers/reports";

describe("releaseText", () => {
  const firstLine = (report: Parameters<typeof releaseText>[0]) =>
    releaseText(report).split("\n")[0];

  it("names the outcome of a failed release in the first line, because a reader may see no more", () => {
    const report = releaseReport({ exitCode: 6, services: [failedService("The app exited.")] });
    expect(firstLine(report)).to.equal("staging: 4f1c2d9 on cluster mage: failed, and rolled back");
  });

  it("keeps the first line of a good release short", () => {
    expect(firstLine(releaseReport())).to.equal("staging: 4f1c2d9 on cluster mage");
  });
});
