import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { toRunError } from "../../../components/errors/toRunError";
import { refusal } from "../../../components/errors/refusal";

describe("components/toRunError", () => {
  it("says an unexpected error in a line, and never looks at its stack", async () => {
    const error = new TypeError("x is not a function");
    Object.defineProperty(error, "stack", {
      get() {
        throw new Error("the stack was formatted");
      },
    });
    const plain = await toRunError(error);
    expect(pulumi.RunError.isInstance(plain)).to.equal(true);
    expect(plain.message).to.match(/^Unexpected: x is not a function\n.*report.*\n\[UNEXPECTED\]$/);
    expect(plain.stack).to.equal(plain.message);
  });

  it("leaves a refusal as it is, and takes anything that is thrown", async () => {
    const refused = refusal("SETTINGS_INVALID", "No.");
    expect(await toRunError(refused)).to.equal(refused);
    expect((await toRunError("oops")).message).to.include("Unexpected: oops");
  });
});
