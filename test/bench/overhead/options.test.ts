import { expect } from "chai";
import { readOptions } from "../../../bench/overhead/options";

describe("options of the overhead benchmark", () => {
  it("polls as often as by default, by AWS's clock, unless told otherwise", () => {
    expect(readOptions([])).to.include({ timeScale: 100, poll: 50 });
    expect(readOptions(["--time-scale", "10"])).to.include({ poll: 500 });
    expect(readOptions(["--poll", "5000"])).to.include({ poll: 5000 });
  });

  it("sorts sizes, drops repeated ones, and leaves the others' to those that are measured", () => {
    const options = readOptions(["--services", "10,2,10", "--others", "1,10"]);
    expect(options).to.deep.include({ services: [2, 10], others: [10] });
    expect(readOptions(["--others", ""])).to.deep.include({ others: [] });
  });

  it("refuses what is not a number, naming the option", () => {
    expect(() => readOptions(["--services", "1,x"])).to.throw('--services: "x"');
    expect(() => readOptions(["--repetitions", "0"])).to.throw('--repetitions: "0"');
    expect(() => readOptions(["--time-scale=-1"])).to.throw('--time-scale: "-1"');
    expect(() => readOptions(["--poll", "soon"])).to.throw('--poll: "soon"');
  });

  it("gives none where help is asked for", () => {
    expect(readOptions(["--help"])).to.equal(undefined);
  });
});
