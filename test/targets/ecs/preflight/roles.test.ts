import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { AwsAccessDenied } from "../../../../aws/awsErrors";
import type { Planned } from "../../../../targets/ecs/preflight/planned";
import { roleFindings } from "../../../../targets/ecs/preflight/roles";
import { VirtualClock } from "../../../_helpers/virtualClock";
import { errorFrom } from "../../../_helpers/errorFrom";
import { FakeTaskNeeds } from "../_helpers/fakeTaskNeeds";
import { arnOf } from "../_helpers/records";

const role = (path: string) => `arn:aws:iam::123456789012:role/${path}`;

function plan(service: string, input: Partial<RegisterTaskDefinitionRequest>): Planned {
  return {
    service,
    from: { taskDefinitionArn: arnOf(`${service}:1`) },
    input: { family: service, containerDefinitions: [], ...input },
  };
}

describe("roleFindings", () => {
  let needs: FakeTaskNeeds;
  let clock: VirtualClock;

  beforeEach(() => {
    needs = new FakeTaskNeeds();
    clock = new VirtualClock();
  });

  const find = (plans: Planned[], signal?: AbortSignal) =>
    roleFindings(needs, plans, clock, signal);
  const both = { executionRoleArn: role("pull"), taskRoleArn: role("apps/web") };

  it("finds nothing where the roles are there, and asks for each once, by its name", async () => {
    expect(await find([plan("web", both), plan("worker", both), plan("plain", {})])).to.be.empty;
    expect(needs.asked).to.have.members(["role pull", "role web"]);
  });

  it("names the kind of role, and every service that has it", async () => {
    needs.gone.add("web").add("short");
    const findings = await find([plan("a", both), plan("b", { taskRoleArn: "short" })]);
    expect(findings.map(({ level, code, service }) => [level, code, service])).to.deep.equal([
      ["error", "ROLE_NOT_FOUND", "a"],
      ["error", "ROLE_NOT_FOUND", "b"],
    ]);
    expect(findings[0]?.message).to.include(`The task role ${role("apps/web")} does not exist`);
    needs.gone.add("pull");
    expect((await find([plan("a", both)]))[0]?.message).to.include("The execution role");
  });

  it("says once what it may not look at, shortly, and fails nothing", async () => {
    needs.fault = new AwsAccessDenied("Not allowed: iam:GetRole. AWS says: User: arn:x is not.");
    const findings = await find([plan("web", both)]);
    expect(findings).to.have.length(1);
    expect(findings[0]).to.include({ level: "note", code: "NOT_CHECKED" });
    expect(findings[0]?.message).to.equal(
      `Could not check the roles ${role("pull")}, ${role("apps/web")}: Not allowed: iam:GetRole.`,
    );
  });

  it("waits ten seconds for an answer, and not for one who cancels", async () => {
    needs.fault = "never";
    const found = find([plan("web", both)]);
    await clock.advance(10_000);
    expect((await found).map(({ level }) => level)).to.deep.equal(["note"]);
    const stop = new AbortController();
    const cancelled = errorFrom(find([plan("web", both)], stop.signal));
    stop.abort(new Error("cancelled"));
    expect((await cancelled).message).to.equal("cancelled");
  });

  it("leaves another account's alone, and says so", async () => {
    const foreign = "arn:aws:iam::999999999999:role/theirs";
    const [note] = await find([plan("web", { taskRoleArn: foreign })]);
    expect(note).to.include({ level: "note" });
    expect(note?.message).to.include(foreign).and.to.include("another account");
    expect(needs.asked).to.be.empty;
  });
});
