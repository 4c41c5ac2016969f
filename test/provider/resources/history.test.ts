import type { DeployedRevision } from "../../../contract/deployedRevision";
import { expect } from "chai";
import { leaveBehind, remember } from "../../../provider/resources/history";

/** `2,3!,1`: revisions, newest first, and what a rollback has left. */
const told = (history: readonly DeployedRevision[]) =>
  history.map(({ revision, rolledBack }) => revision.slice(4) + (rolledBack ? "!" : "")).join();

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

  it("forgets what is twice and what was left before anything that was good", () => {
    let history = [9, 8, 7, 6, 5, 4, 3, 2, 1].map(entry);
    for (const failed of [11, 12, 13, 14, 15, 16]) {
      const deployed = remember(history, entry(failed));
      const left = leaveBehind(deployed, entry(9).taskDefinition, `web:${failed}`);
      history = remember(left, entry(9));
    }
    expect(told(history)).to.equal("9,16!,8,7,6,5,4,3,2,1");
  });

  it("keeps the time of each deployment as long as there is room", () => {
    const at = (n: number, time: string) => ({ ...entry(n), at: time });
    const history = remember([at(2, "t2"), at(1, "t1")], at(1, "t3"));
    expect(history.map((one) => one.at)).to.deep.equal(["t3", "t2", "t1"]);
  });

  it("keeps a release that was good once more where a later one of it was left", () => {
    const left = leaveBehind([1, 2, 1].map(entry), entry(2).taskDefinition, "web:1");
    const history = [11, 10, 9, 8, 7, 6, 5, 4].map(entry).reverse().reduce(remember, left);
    expect(told(history)).to.equal("11,10,9,8,7,6,5,4,2,1");
  });

  it("marks what a rollback leaves", () => {
    const history = leaveBehind([3, 2, 1].map(entry), entry(1).taskDefinition, "web:3");
    expect(told(history)).to.equal("3!,2!,1");
  });

  it("marks only what is left where the way goes to a revision that no release deployed", () => {
    const history = [43, 41, 40].map(entry);
    expect(told(leaveBehind(history, entry(42).taskDefinition, "web:43"))).to.equal("43!,41,40");
    expect(told(leaveBehind(history, entry(42).taskDefinition, "web:44"))).to.equal("43,41,40");
    expect(told(leaveBehind(history, entry(42).taskDefinition, undefined))).to.equal("43,41,40");
  });
});
