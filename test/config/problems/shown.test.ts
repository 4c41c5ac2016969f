import { expect } from "chai";
import { Shown } from "../../../config/problems/shown";
import { settingsOf } from "../settingsCase";

const url = "https://probe:hunter2@mage.example.com/health";

describe("values as settings show them", () => {
  const shown = new Shown();

  it("have no login in a URL, wherever it stands", () => {
    const values = [url, [{ http: { url } }], { a: { b: `curl -f ${url}` } }];
    for (const value of values) {
      for (const text of [shown.value("slipway:gates", value), shown.seen("slipway:x", value)]) {
        expect(text).to.include("//***@mage").and.to.not.include("hunter2");
      }
    }
  });

  it("have none where the password holds an @ or a quotation mark", () => {
    const text = shown.value("slipway:gates", [`http://a:hun@ter2"x@host/p@th?q=a@b`]);
    expect(text).to.equal('["http://***@host/p@th?q=a@b"]');
  });

  it("have none where --explain lists the gates", () => {
    const gates = [{ http: { url } }, { command: ["curl", "-f", url] }];
    const { origins } = settingsOf({ config: { "slipway:gates": gates } });
    const listed = origins.filter(({ name }) => name.startsWith("gates"));
    expect(listed).to.have.length(2);
    expect(JSON.stringify(listed)).to.include("***@mage").and.to.not.include("hunter2");
  });
});
