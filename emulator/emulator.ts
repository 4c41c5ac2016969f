import { systemClock, systemRandom, type Clock, type Random } from "../support/clock";
import { AccessKeys, type AccessKey } from "./access/accessKeys";
import { Signatures } from "./access/signatures";
import { ServiceTargets } from "./services/elbv2/balancing/serviceTargets";
import { CallLog } from "./faults/control/callLog";
import { controlRoute } from "./faults/control/controlRoute";
import { simulatedRuntime, type DigestOf } from "./tasks/simulated";
import type { TaskRuntime } from "./tasks/taskRuntime";
import { Faults } from "./faults/faults";
import { Permissions } from "./faults/permissions";
import type { Scenario } from "./faults/scenario";
import type { EmulatorContext } from "./context";
import { Agenda } from "./core/agenda";
import type { Interceptor } from "./wire/dispatch";
import { startServer, type EmulatorServer, type HttpRoute } from "./wire/server";
import type { ServiceModule } from "./wire/serviceModule";
import { AlarmStore } from "./services/cloudwatch/alarmStore";
import { cloudWatchModules } from "./services/cloudwatch/cloudWatchModules";
import { createEcs, type Ecs, type EcsParts } from "./services/ecs/createEcs";
import { ecsModule } from "./services/ecs/ecsModule";
import { createElb, type Elb } from "./services/elbv2/elb";
import { elbModule } from "./services/elbv2/elbModule";
import { iamModule } from "./services/iam/iamModule";
import { RoleStore } from "./services/iam/roleStore";
import { createSts } from "./services/sts/sts";
import { stsModule } from "./services/sts/stsModule";
import { endpointAddress } from "./tasks/endpoint/endpointAddress";
import { TaskCredentials } from "./tasks/endpoint/taskCredentials";
import { taskEndpointRoutes } from "./tasks/endpoint/taskEndpointRoutes";

export interface EmulatorOptions {
  /** @default the system's clock; scale it with `scaledClock` */
  clock?: Clock;
  /** What the dates of signatures and the ends of sessions go by. @default the system's clock */
  realClock?: Clock;
  /** The users' keys. Calls that no known key has signed are refused, so without one all are. */
  credentials?: readonly AccessKey[];
  /** What the control endpoint wants to see; without one it refuses everything. */
  controlToken?: string;
  /** How many times as fast as real time `clock` runs: what real programs need time for is not hurried. @default 1 */
  timeScale?: number;
  /** @default the system's; `seededRandom(n)` for ids that repeat */
  random?: Random;
  /** @default 123456789012 */
  account?: string;
  /** @default us-east-1 */
  region?: string;
  /** The runtime of tasks. @default simulated */
  runtime?: (context: EmulatorContext) => TaskRuntime;
  /** Resolves the images of simulated tasks; an image without an answer gets a digest made of its reference. */
  digestOf?: DigestOf;
  /** Shared with a registry; the scenario sets them. */
  permissions?: Permissions;
  /** Faults from the start; the control endpoint changes them. */
  scenario?: Scenario;
  /** The pace of ECS and the form of its answers. */
  ecs?: Partial<Omit<EcsParts, "runtime" | "alarms">>;
  /** Further services, e.g. ECR. */
  modules?: (context: EmulatorContext) => ServiceModule[];
  routes?: (context: EmulatorContext) => HttpRoute[];
  /** Stand between the wire and every operation, in this order. */
  interceptors?: Interceptor[];
}

/** Where an emulator listens, and for whom. */
export interface ListenOptions {
  /** @default 127.0.0.1 */
  host?: string;
  /** @default 0, any free port */
  port?: number;
  /** Further `host:port` that clients call it by; every other Host is refused. */
  names?: readonly string[];
  /** Users find AWS and the control endpoint, tasks AWS and the task endpoint. @default users */
  serves?: "users" | "tasks";
}

export interface Emulator {
  readonly context: EmulatorContext;
  readonly ecs: Ecs;
  readonly elb: Elb;
  readonly alarms: AlarmStore;
  readonly runtime: TaskRuntime;
  readonly faults: Faults;
  readonly calls: CallLog;
  /** Whose calls it accepts. */
  readonly keys: AccessKeys;
  /** Replaces the scenario in force. */
  apply(scenario: Scenario): void;
  /** @returns where it listens, there too if it does already */
  listen(options?: ListenOptions): Promise<{ endpoint: string }>;
  /** Stops listening, removes every task, and ends the scheduler. */
  close(): Promise<void>;
}

/** Composes a local AWS. Without `listen`, nothing happens in it until a test moves its agenda. */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? systemRandom;
  const agenda = new Agenda(clock);
  const context: EmulatorContext = {
    clock,
    random,
    agenda,
    account: options.account ?? "123456789012",
    region: options.region ?? "us-east-1",
  };
  const faults = new Faults(clock);
  const runtime =
    options.runtime?.(context) ??
    simulatedRuntime({ agenda, plans: faults.plans, digestOf: options.digestOf });
  const elb = createElb(context, options.timeScale ?? 1);
  const targets = new ServiceTargets(elb, faults.plans);
  const alarms = new AlarmStore(agenda, `arn:aws:cloudwatch:${context.region}:${context.account}`);
  const ecs = createEcs(context, { runtime, targets, alarms, ...options.ecs });
  const permissions = options.permissions ?? new Permissions(context.account);
  const apply = (scenario: Scenario) => {
    faults.set(scenario);
    permissions.set(scenario.permissions);
    ecs.staleReads.services = (scenario.stale?.services ?? 0) * 1000;
    ecs.staleReads.tasks = (scenario.stale?.tasks ?? 0) * 1000;
  };
  if (options.scenario) apply(options.scenario);
  const calls = new CallLog(clock);
  const interceptors = [
    ...[calls.interceptor, permissions.interceptor],
    ...[...faults.interceptors, ...(options.interceptors ?? [])],
  ];
  const keys = new AccessKeys(options.credentials);
  const realClock = options.realClock ?? systemClock;
  const signatures = new Signatures(keys, realClock);
  const sts = createSts({ clock: realClock, random, account: context.account, keys });
  const modules = [
    ecsModule(ecs),
    elbModule(elb),
    stsModule(sts),
    iamModule(new RoleStore(context.account, clock.now())),
    ...cloudWatchModules(alarms),
    ...(options.modules?.(context) ?? []),
  ];
  const routes = {
    users: [
      controlRoute({ ecs, elb, faults, calls, apply, keys, token: options.controlToken }),
      ...(options.routes?.(context) ?? []),
    ],
    tasks: taskEndpointRoutes(ecs.store, new TaskCredentials(sts), runtime),
  };
  const stopping = new AbortController();
  let following: Promise<void> | undefined;
  const servers: EmulatorServer[] = [];
  return {
    context,
    ecs,
    elb,
    alarms,
    runtime,
    faults,
    calls,
    keys,
    apply,
    async listen({ serves = "users", names = [], ...address } = {}) {
      const server = await startServer({
        ...{ modules, interceptors, signatures, random, ...address },
        routes: routes[serves],
        names: serves === "tasks" ? [endpointAddress, ...names] : names,
      });
      servers.push(server);
      following ??= agenda.follow(stopping.signal);
      return { endpoint: server.endpoint };
    },
    async close() {
      await Promise.all(servers.map((server) => server.close()));
      await elb.proxies.closeAll();
      stopping.abort(new Error("The emulator closes."));
      await following;
      await runtime.close();
    },
  };
}
