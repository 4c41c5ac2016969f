import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { plainly } from "../../../components/errors/toRunError";
import { refusal } from "../../../components/errors/refusal";

describe("components/plainly", () => {
  it("says an unexpected error in a line, and never looks at its stack", async () => {
    const error = new TypeError("x is not a function");
    Object.defineProperty(error, "stack", {
      get() {
        throw new Error("the stack was formatted");
      },
    });
    const plain = await plainly(error);
    expect(pulumi.RunError.isInstance(plain)).to.equal(true);
    expect(plain.message).to.match(/^Unexpected: x is not a function\n.*report/);
    expect(plain.stack).to.equal(plain.message);
  });

  it("leaves a refusal as it is, and takes anything that is thrown", async () => {
    const refused = refusal("No.");
    expect(await plainly(refused)).to.equal(refused);
    expect((await plainly("oops")).message).to.include("Unexpected: oops");
  });
});
