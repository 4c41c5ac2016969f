import { expect } from "chai";
import { slotsWarning } from "../../components/slots";

describe("components/slots", () => {
  it("warns only when services have to wait for each other", () => {
    expect(slotsWarning(8, "8")).to.be.undefined;
    expect(slotsWarning(9, "8")).to.include("--parallel 17");
    expect(slotsWarning(9, undefined)).to.be.undefined;
    expect(slotsWarning(9, "many")).to.be.undefined;
  });
});
