import { expect } from "chai";
import { remember, type DeployedRevision } from "../../../provider/resources/history";

const entry = (n: number): DeployedRevision => ({
  taskDefinition: `arn:web:${n}`,
  revision: `web:${n}`,
  commit: `c${n}`,
  digests: {},
  at: "2026-01-01T00:00:00.000Z",
});

describe("provider/resources/history", () => {
  it("keeps the last ten, newest first", () => {
    const history = Array.from({ length: 12 }, (_, n) => entry(n)).reduce(remember, []);
    expect(history.map(({ revision }) => revision)).to.deep.equal(
      Array.from({ length: 10 }, (_, n) => `web:${11 - n}`),
    );
  });

  it("makes no new entry for the same revision", () => {
    expect(remember([entry(2), entry(1)], entry(2))).to.deep.equal([entry(2), entry(1)]);
  });

  it("makes one for going back", () => {
    const revisions = remember([entry(2), entry(1)], entry(1)).map(({ revision }) => revision);
    expect(revisions).to.deep.equal(["web:1", "web:2", "web:1"]);
  });
});
