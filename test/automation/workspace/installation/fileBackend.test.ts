import { expect } from "chai";
import { fileBackend } from "../../../../automation/workspace/installation/fileBackend";

describe("fileBackend", () => {
  for (const [url, safe] of [
    ["file:///srv/pulumi", "file:///srv/pulumi?metadata=skip"],
    ["file://~", "file://~?metadata=skip"],
    ["file:///srv/pulumi?no_tmp_dir=yes", "file:///srv/pulumi?no_tmp_dir=yes&metadata=skip"],
  ] as const) {
    it(`writes no second files for ${url}`, () => {
      expect(fileBackend(url)).to.deep.equal({ PULUMI_BACKEND_URL: safe });
    });
  }

  for (const url of [undefined, "s3://bucket?region=us-east-1", "file:///srv?metadata=skip"]) {
    it(`leaves ${url ?? "no backend"} as it is`, () => {
      expect(fileBackend(url)).to.deep.equal({});
    });
  }
});
