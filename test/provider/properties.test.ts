import { expect } from "chai";
import fc from "fast-check";
import {
  asSecret,
  fromStruct,
  isUnknownAt,
  known,
  toStruct,
  UNKNOWN,
  unwrap,
  wrap,
  wrapAs,
  type Properties,
} from "../../provider/properties";

describe("provider/properties", () => {
  it("takes secrets out at any depth and says which properties held one", () => {
    const { properties, secret } = unwrap({
      plain: "a",
      environment: { TOKEN: asSecret("hunter2"), MODE: "fast" },
      list: [asSecret({ nested: asSecret("deep") })],
    });
    expect(properties).to.deep.equal({
      plain: "a",
      environment: { TOKEN: "hunter2", MODE: "fast" },
      list: [{ nested: "deep" }],
    });
    expect([...secret]).to.have.members(["environment", "list"]);
  });

  it("wraps what is wrapped at the same place of the model", () => {
    const model = { environment: { TOKEN: asSecret("old") }, service: "web" };
    const live = { environment: { TOKEN: "other", NEW: "x" }, service: "api" };
    expect(wrapAs(live, model)).to.deep.equal({
      environment: { TOKEN: asSecret("other"), NEW: asSecret("x") },
      service: "api",
    });
  });

  it("takes a map that was secret as a whole for secret", () => {
    const model = { environment: asSecret({ TOKEN: "old" }) };
    expect(wrapAs({ environment: { TOKEN: "new" } }, model)).to.deep.equal({
      environment: asSecret({ TOKEN: "new" }),
    });
  });

  it("leaves properties alone that are not there", () => {
    expect(wrap({ a: 1 }, ["a", "b"])).to.deep.equal({ a: asSecret(1) });
  });

  it("knows what is unknown, also on the way to it", () => {
    const properties = { whole: UNKNOWN, images: [{ reference: UNKNOWN }], service: "web" };
    expect(isUnknownAt(properties, ["whole", "deep", 0])).to.be.true;
    expect(isUnknownAt(properties, ["images", 0, "reference"])).to.be.true;
    expect(isUnknownAt(properties, ["service"])).to.be.false;
    expect(known(properties)).to.not.have.property("whole");
  });

  it("brings JSON through the engine's structs and back", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Properties;
        fc.pre(!JSON.stringify(json).includes("__proto__"));
        expect(fromStruct(toStruct(json))).to.deep.equal(json);
      }),
      { numRuns: 50 },
    );
  });
});
