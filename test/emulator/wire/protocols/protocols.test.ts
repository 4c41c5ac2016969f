import { expect } from "chai";
import type { WireRequest } from "../../../../emulator/wire/http";
import { json } from "../../../../emulator/wire/protocols/json";
import { protocolOf } from "../../../../emulator/wire/protocols/protocols";
import { query } from "../../../../emulator/wire/protocols/query";
import { ServiceError } from "../../../../emulator/wire/serviceError";
import type { ServiceModule } from "../../../../emulator/wire/serviceModule";

const operations = { GetThing: () => undefined };
const things: ServiceModule = { name: "things", protocol: "json", targetPrefix: "T_1", operations };
const oldThings: ServiceModule = { name: "things", protocol: "query", operations };
const otherThings: ServiceModule = { name: "other", protocol: "query", operations };
const modules = [things, otherThings, oldThings];

const request = (body: string, headers: WireRequest["headers"] = {}): WireRequest => ({
  method: "POST",
  url: new URL("http://localhost/"),
  headers,
  body: Buffer.from(body),
});
const jsonRequest = (target: string, body = "{}"): WireRequest =>
  request(body, { "x-amz-target": target });
const form = (body: string, signedFor = "things"): WireRequest =>
  request(body, { authorization: `Credential=AKIA/20260101/us-east-1/${signedFor}/aws4_request` });

describe("emulator: the protocols of requests", () => {
  it("are found by form: a request with X-Amz-Target is JSON, one with an Action a query", () => {
    expect(protocolOf(jsonRequest("T_1.GetThing")).name).to.equal("json");
    expect(protocolOf(form("Action=GetThing")).name).to.equal("query");
  });

  it("refuse a request in no protocol in XML", () => {
    const unknown = request("hello");
    const protocol = protocolOf(unknown);
    const { module, operation } = protocol.parse(unknown, modules);
    expect({ module, operation }).to.deep.equal({ module: undefined, operation: "(none)" });
    const { status, body } = protocol.error(new ServiceError("Unknown", "Unknown."), "id");
    expect(status).to.equal(400);
    expect(body).to.contain("<Code>Unknown</Code>");
  });

  it("find a JSON service by the prefix of its target, and name the whole target of an unknown one", () => {
    expect(json.parse(jsonRequest("T_1.GetThing"), modules)).to.include({
      module: things,
      operation: "GetThing",
    });
    expect(json.parse(jsonRequest("T_2.GetThing"), modules)).to.include({
      module: undefined,
      operation: "T_2.GetThing",
    });
  });

  it("find a query service by its signature where two know the action, else by the action", () => {
    expect(query.parse(form("Action=GetThing"), modules).module).to.equal(oldThings);
    expect(query.parse(form("Action=GetThing", "nothing"), modules).module).to.equal(otherThings);
  });

  it("read the members only when asked, so that a broken body still gets its service's error", () => {
    const parsed = json.parse(jsonRequest("T_1.GetThing", "{"), modules);
    expect(parsed.module).to.equal(things);
    expect(() => parsed.input()).to.throw(ServiceError, "The body is not JSON.");
  });

  it("write an error's code where the clients of each protocol look for it", () => {
    const error = new ServiceError("ThingNotFound", "No <thing>.", 404);
    const answered = json.error(error, "id", things);
    expect(answered.status).to.equal(404);
    expect(answered.headers["x-amzn-errortype"]).to.equal("ThingNotFound");
    expect(query.error(error, "id", oldThings).body).to.contain(
      "<Type>Sender</Type><Code>ThingNotFound</Code><Message>No &lt;thing&gt;.</Message>",
    );
  });
});
