import { expect } from "chai";
import { commitsShown, taskAddress } from "../../demo/appAnswers";

const ip = (value: string) => ({
  attachments: [
    { type: "ElasticNetworkInterface", details: [{ name: "privateIPv4Address", value }] },
  ],
});
const bound = (binding: object) => ({
  containers: [{ name: "log-router" }, { name: "web", networkBindings: [binding] }],
});

describe("taskAddress", () => {
  it("takes the published port of the web container", () => {
    const task = bound({ bindIP: "127.0.0.1", containerPort: 8000, hostPort: 32768 });
    expect(taskAddress({ ...task, ...ip("10.0.0.5") })).to.equal("127.0.0.1:32768");
  });

  it("asks a port that is published on every address on the loopback one", () => {
    const task = bound({ bindIP: "0.0.0.0", containerPort: 8000, hostPort: 32768 });
    expect(taskAddress(task)).to.equal("127.0.0.1:32768");
  });

  it("passes over the bindings of other ports", () => {
    const task = bound({ bindIP: "127.0.0.1", containerPort: 24224, hostPort: 32768 });
    expect(taskAddress({ ...task, ...ip("10.0.0.5") })).to.equal("10.0.0.5:8000");
  });

  it("is undefined for a task without a network yet", () => {
    expect(taskAddress({ containers: [{ name: "web" }], attachments: [] })).to.equal(undefined);
  });
});

describe("commitsShown", () => {
  const answer = (commit: string) => ({ service: "mage-web", commit });

  it("counts the tasks of each commit, shortened as git does", () => {
    const [a, b] = ["a".repeat(40), "b".repeat(40)];
    expect(commitsShown([answer(a), answer(b), answer(a)])).to.equal("2 × aaaaaaa, 1 × bbbbbbb");
  });

  it("shows what is not a commit as it is", () => {
    expect(commitsShown([answer("none released yet")])).to.equal("1 × none released yet");
  });

  it("is empty when nobody answers", () => {
    expect(commitsShown([])).to.equal("");
  });
});
