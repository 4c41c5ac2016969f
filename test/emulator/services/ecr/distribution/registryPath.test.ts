import { expect } from "chai";
import { parseRegistryPath } from "../../../../../emulator/services/ecr/distribution/registryPath";

describe("parseRegistryPath", () => {
  const cases: [string, unknown][] = [
    ["/v2/app/manifests/one", { repository: "app", kind: "manifests", reference: "one" }],
    ["/v2/a/b/c/tags/list", { repository: "a/b/c", kind: "tags", reference: "list" }],
    ["/v2/app/blobs/uploads/", { repository: "app", kind: "blobs", reference: "uploads/" }],
    ["/v2/blobs/blobs/uploads/1", { repository: "blobs", kind: "blobs", reference: "uploads/1" }],
    ["/v2/", undefined],
    ["/v2/_catalog", undefined],
    ["/v2/app//manifests/one", undefined],
    ["/v2/../app/manifests/one", undefined],
  ];
  for (const [path, expected] of cases) {
    it(path, () => expect(parseRegistryPath(path)).to.eql(expected));
  }
});
