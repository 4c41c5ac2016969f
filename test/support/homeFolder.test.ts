import { expect } from "chai";
import { homedir, userInfo } from "node:os";
import { homeFolder, userName } from "../../support/homeFolder";

describe("homeFolder", () => {
  it("is HOME", () => {
    expect(homeFolder({ HOME: "/srv/ci" })).to.equal("/srv/ci");
  });

  it("is what the system says where HOME is not there or empty", () => {
    expect([homeFolder({}), homeFolder({ HOME: "" })]).to.deep.equal([homedir(), homedir()]);
  });
});

describe("userName", () => {
  it("is USER, else the system's", () => {
    expect(userName({ USER: "ci" })).to.equal("ci");
    expect(userName({})).to.equal(userInfo().username);
  });
});
