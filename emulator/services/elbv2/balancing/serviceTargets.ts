import type { TaskPlans } from "../../../faults/taskPlans";
import type { Agenda } from "../../../core/agenda";
import type {
  Target,
  TargetGroups,
  TargetGroupUse,
  TargetHealth,
} from "../../ecs/ports/targetGroups";
import type { Elb } from "../elb";
import type { Task } from "../../ecs/state/task";
import type { RegisteredTarget } from "../state/targetGroup";
import type { Backend } from "./backend";
import { httpBackend } from "./httpBackend";
import { deregisterTarget, registerTarget } from "./registration";
import { simulatedBackend } from "./simulatedBackend";

/** The tasks of services in the target groups of load balancing. */
export class ServiceTargets implements TargetGroups {
  private readonly registered = new Map<string, RegisteredTarget>();

  constructor(
    private readonly elb: Elb,
    private readonly plans: TaskPlans,
  ) {}

  use(arn: string): TargetGroupUse | undefined {
    const group = this.elb.store.targetGroups.get(arn);
    return group && { targetType: group.targetType, balanced: this.elb.store.inUse(group) };
  }

  register(target: Target, changed: () => void): void {
    const group = this.elb.store.targetGroups.get(target.group);
    if (!group) return;
    const { task, container, port } = target;
    const published = publishedPort(task, container, port);
    const byInstance = group.targetType === "instance";
    const registered = registerTarget(this.elb, group, {
      id: byInstance ? instanceOf(task) : (task.address.privateIpv4Address ?? "127.0.0.1"),
      port: byInstance ? (published ?? port) : port,
      availabilityZone: task.spec.availabilityZone,
      backend: this.backend(this.elb.agenda, target),
      changed,
    });
    this.registered.set(keyOf(target), registered);
  }

  health(target: Target): TargetHealth {
    const { health } = this.registered.get(keyOf(target)) ?? {};
    if (health?.state === "healthy") return { state: "healthy" };
    if (health?.state !== "unhealthy") return { state: "initial" };
    return { state: "unhealthy", reason: health.description ?? "Health checks failed" };
  }

  deregister(target: Target, done: () => void): void {
    const key = keyOf(target);
    const registered = this.registered.get(key);
    this.registered.delete(key);
    if (registered) deregisterTarget(this.elb, registered, done);
    else done();
  }

  /** A task that publishes ports really runs; any other one is simulated. */
  private backend(agenda: Agenda, { task, container, port }: Target): Backend {
    if (!task.address.ports) {
      const plan = this.plans.planOf(task.spec);
      return simulatedBackend(agenda, plan, task.startedAt ?? agenda.now());
    }
    return httpBackend(port, (asked) => {
      const hostPort = publishedPort(task, container, asked);
      return hostPort === undefined ? undefined : { host: "127.0.0.1", port: hostPort };
    });
  }
}

function publishedPort(task: Task, container: string, port: number): number | undefined {
  return task.address.ports?.find(
    (p) => p.container === container && p.containerPort === port && p.protocol === "tcp",
  )?.hostPort;
}

/** The emulator has no container instances: each task gets an instance's id of its own. */
const instanceOf = ({ id }: Task) => `i-${id.slice(0, 17)}`;

const keyOf = ({ task, group, container, port }: Target) =>
  `${task.id} ${group} ${container} ${port}`;
