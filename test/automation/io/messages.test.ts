import { expect } from "chai";
import { messages } from "../../../automation/io/messages";

describe("messages", () => {
  it("have a code each that is nobody else's", () => {
    const codes = Object.values(messages).map(({ code }) => code);
    expect(codes.filter((code, n) => codes.indexOf(code) !== n)).to.deep.equal([]);
  });
});
