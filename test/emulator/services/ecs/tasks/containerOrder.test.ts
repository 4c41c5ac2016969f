import { expect } from "chai";
import {
  canNeverStart,
  mayStart,
  nextToStop,
  type ContainerFacts,
} from "../../../../../emulator/services/ecs/tasks/containerOrder";
import type { ContainerSpec } from "../../../../../emulator/tasks/taskRuntime";

type Condition = ContainerSpec["dependsOn"][number]["condition"];

const spec = (name: string, on: [string, Condition][] = []): ContainerSpec => ({
  name,
  image: name,
  essential: true,
  environment: [],
  secrets: [],
  portMappings: [],
  stopTimeout: 30,
  dependsOn: on.map(([containerName, condition]) => ({ containerName, condition })),
  definition: {},
});

const facts = {
  waiting: { lastStatus: "PENDING", ran: false, healthStatus: "UNKNOWN" },
  runs: { lastStatus: "RUNNING", ran: true, healthStatus: "UNKNOWN" },
  healthy: { lastStatus: "RUNNING", ran: true, healthStatus: "HEALTHY" },
  sick: { lastStatus: "RUNNING", ran: true, healthStatus: "UNHEALTHY" },
  done: { lastStatus: "STOPPED", ran: true, exitCode: 0, healthStatus: "UNKNOWN" },
  crashed: { lastStatus: "STOPPED", ran: true, exitCode: 1, healthStatus: "UNKNOWN" },
  unstarted: { lastStatus: "STOPPED", ran: false, healthStatus: "UNKNOWN" },
} satisfies Record<string, ContainerFacts>;

/** By condition: in which states of the other container one may start, and in which it never will. */
const table: [Condition, (keyof typeof facts)[], (keyof typeof facts)[]][] = [
  ["START", ["runs", "healthy", "sick", "done", "crashed"], ["unstarted"]],
  ["COMPLETE", ["done", "crashed"], ["unstarted"]],
  ["SUCCESS", ["done"], ["crashed", "unstarted"]],
  ["HEALTHY", ["healthy"], ["done", "crashed", "unstarted"]],
];

describe("emulator: the order of containers", () => {
  for (const [condition, starts, never] of table) {
    it(`${condition}: starts after ${starts.join(", ")}; never after ${never.join(", ")}`, () => {
      const dependent = spec("web", [["db", condition]]);
      for (const name of Object.keys(facts) as (keyof typeof facts)[]) {
        const of = () => facts[name];
        expect(mayStart(dependent, of), `may start: ${name}`).to.equal(starts.includes(name));
        expect(canNeverStart(dependent, of), `never: ${name}`).to.equal(never.includes(name));
      }
    });
  }

  it("stops a container after those that depend on it", () => {
    const specs = [spec("log"), spec("web", [["log", "START"]]), spec("db")];
    expect(nextToStop(specs, ["log", "web", "db"])).to.deep.equal(["web", "db"]);
    expect(nextToStop(specs, ["log"])).to.deep.equal(["log"]);
  });
});
