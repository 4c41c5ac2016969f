import { expect } from "chai";
import "@pulumi/pulumi/runtime/closure/v8Hooks";
import { failFast } from "../../../components/errors/failFast";

const hooks = "node_modules/@pulumi/pulumi/runtime/closure/v8Hooks.js";

describe("failFast", () => {
  it("ends the debugging of every SDK in the process, and of nothing else", async () => {
    const posted: string[] = [];
    const sdk = (name: string) => ({
      exports: {
        getSessionAsync: () =>
          Promise.resolve({ post: (method: string) => posted.push(`${name} ${method}`) }),
      },
    });
    await failFast({
      [`/app/${hooks}`]: sdk("app"),
      [`/slipway/${hooks}`]: sdk("slipway"),
      [`/old/${hooks}`]: { exports: {} },
      [`/broken/${hooks}`]: {
        exports: { getSessionAsync: () => Promise.reject(new Error("no inspector")) },
      },
      "/app/other.js": sdk("other"),
    });
    expect(posted).to.deep.equal(["app Debugger.disable", "slipway Debugger.disable"]);
  });

  it("knows where the SDK keeps its session", () => {
    const loaded = Object.keys(require.cache).filter((file) => file.endsWith(hooks));
    expect(loaded).to.have.length(1);
  });
});
