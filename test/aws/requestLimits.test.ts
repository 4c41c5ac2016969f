import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { clientConfig } from "../../aws/clientConfig";
import { requestLimits } from "../../aws/requestLimits";
import { errorFrom } from "../_helpers/errorFrom";

describe("requestLimits", () => {
  it("end a request that nobody answers", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const client = new STSClient({
      ...clientConfig({ region: "us-east-1" }, "sts"),
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: "AKIATEST", secretAccessKey: "test" },
      maxAttempts: 1,
      requestHandler: { ...requestLimits, requestTimeout: 20 },
    });
    try {
      const error = await errorFrom(client.send(new GetCallerIdentityCommand({})));
      expect(error).to.have.property("name", "TimeoutError");
    } finally {
      client.destroy();
      silent.closeAllConnections();
      silent.close();
    }
  });

  it("hold for every client", () => {
    const { requestHandler } = clientConfig({ region: "us-east-1" }, "ecs");
    expect(requestHandler).to.equal(requestLimits);
  });
});
