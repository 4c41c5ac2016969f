import { createEmulator, type Emulator } from "../../../emulator/emulator";
import type { Scenario } from "../../../emulator/scenario/scenario";
import { createCluster } from "../../../emulator/services/ecs/operations/createCluster";
import { createService } from "../../../emulator/services/ecs/operations/createService";
import { registerTaskDefinition } from "../../../emulator/services/ecs/operations/registerTaskDefinition";
import type { CreateServiceRequest } from "../../../emulator/services/ecs/shapes";
import type { Service } from "../../../emulator/state/service";
import { seededRandom } from "../../../emulator/state/seededRandom";
import type { Clock } from "../../../support/clock";

/** An emulator without HTTP, whose time is moved by hand: for thousands of rollouts. */
export class Engine {
  readonly emulator: Emulator;
  private time = Date.parse("2026-01-01T00:00:00Z");

  constructor(seed: number, scenario?: Partial<Scenario>) {
    const clock: Clock = {
      now: () => this.time,
      sleep: () => Promise.reject(new Error("Nothing sleeps here.")),
    };
    this.emulator = createEmulator({
      clock,
      random: seededRandom(seed),
      scenario: { tasks: [], api: [], ...scenario },
    });
    createCluster(this.ecs, { clusterName: "main" });
  }

  get ecs() {
    return this.emulator.ecs;
  }

  /** Runs what is due in the next `seconds`; `look` is called after each instant at which something happened. */
  pass(seconds: number, look: () => void = () => undefined): void {
    const end = this.time + seconds * 1000;
    const { agenda } = this.emulator.context;
    for (let at = agenda.next(); at !== undefined && at <= end; at = agenda.next()) {
      this.time = Math.max(this.time, at);
      agenda.runUntil(at);
      look();
    }
    this.time = end;
  }

  register(family: string): void {
    registerTaskDefinition(this.ecs, {
      family,
      containerDefinitions: [
        {
          name: "web",
          image: `${family}:1`,
          memory: 128,
          healthCheck: family.startsWith("checked")
            ? { command: ["CMD", "true"], interval: 10, retries: 2 }
            : undefined,
        },
      ],
    });
  }

  createService(input: CreateServiceRequest): Service {
    createService(this.ecs, { cluster: "main", ...input });
    const service = this.ecs.store.cluster("main")?.services.get(input.serviceName);
    if (!service) throw new Error(`${input.serviceName} was not created.`);
    return service;
  }
}
