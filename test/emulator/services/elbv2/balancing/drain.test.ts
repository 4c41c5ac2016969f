import {
  DeregisterTargetsCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect } from "chai";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { TestEmulator } from "../../../_helpers/testEmulator";

describe("emulator: draining with real requests", () => {
  it("waits for a running request in real time at any time scale, but no longer than the delay", async () => {
    const aws = await TestEmulator.start({ timeScale: 10 });
    let hold: (() => void) | undefined;
    const server = createServer((asked, response) => {
      if (asked.url === "/health") response.end();
      else hold = () => response.end();
    });
    try {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      const { group, balancer } = await aws.balance({ HealthCheckPath: "/health" }, 30);
      const target = { TargetGroupArn: group, Targets: [{ Id: "127.0.0.1", Port: port }] };
      const count = async () => {
        const health = new DescribeTargetHealthCommand({ TargetGroupArn: group });
        const { TargetHealthDescriptions: all } = await aws.elb.send(health);
        return all!.map(({ TargetHealth }) => TargetHealth!.State).join();
      };
      await aws.elb.send(new RegisterTargetsCommand(target));
      for (let tries = 0; tries < 200 && (await count()) !== "healthy"; tries++) await aws.pass(5);
      const { LoadBalancers } = await aws.elb.send(
        new DescribeLoadBalancersCommand({ LoadBalancerArns: [balancer] }),
      );
      const asking = fetch(`http://${LoadBalancers![0]!.DNSName!}/`);
      while (!hold) await new Promise((resolve) => setImmediate(resolve));
      await aws.elb.send(new DeregisterTargetsCommand(target));
      await aws.pass(299);
      expect(await count()).to.equal("draining");
      await aws.pass(1);
      expect(await count()).to.equal("");
      hold();
      await asking;
    } finally {
      server.closeAllConnections();
      server.close();
      await aws.close();
    }
  });
});
