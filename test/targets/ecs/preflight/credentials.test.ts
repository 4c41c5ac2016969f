import { expect } from "chai";
import { credentialFindings } from "../../../../targets/ecs/preflight/credentials";

const now = Date.parse("2026-11-21T10:00:00Z");
const inMinutes = (minutes: number) => new Date(now + minutes * 60_000);

describe("credentialFindings", () => {
  it("has nothing against credentials that last, or of which nobody knows", () => {
    expect(credentialFindings(undefined, now, 3600)).to.be.empty;
    expect(credentialFindings(inMinutes(60), now, 3600)).to.be.empty;
  });

  it("warns of those that end before the deadline, and names both", () => {
    const [finding, ...more] = credentialFindings(inMinutes(42), now, 3600);
    expect(more).to.be.empty;
    expect(finding).to.include({ level: "warning", code: "CREDENTIALS_END_EARLY" });
    expect(finding?.message).to.include("2026-11-21T10:42:00.000Z, in 42 min");
    expect(finding?.message).to.include("60 min");
  });

  it("does not know the end of what says it in no date", () => {
    expect(credentialFindings(new Date("soon"), now, 3600)).to.be.empty;
  });

  it("counts no time below zero", () => {
    expect(credentialFindings(inMinutes(-5), now, 3600)[0]?.message).to.include("in 0 min");
  });
});
