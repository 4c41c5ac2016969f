import { HealthChecks } from "./balancing/healthChecks";
import { Proxies } from "./balancing/proxies";
import type { EmulatorContext } from "../../context";
import { hexId } from "../../core/ids";
import { ElbStore } from "./elbStore";

/** Load balancing: the context of its operations. */
export interface Elb extends EmulatorContext {
  store: ElbStore;
  healthChecks: HealthChecks;
  proxies: Proxies;
  /** How many times as fast as real time AWS's clock runs. */
  timeScale: number;
}

export function createElb(context: EmulatorContext, timeScale: number): Elb {
  const store = new ElbStore();
  const inUse = store.inUse.bind(store);
  const healthChecks = new HealthChecks(context.agenda, timeScale, inUse);
  return { ...context, store, healthChecks, proxies: new Proxies(), timeScale };
}

/** `arn:aws:elasticloadbalancing:…:RESOURCE` */
export function elbArn({ region, account }: EmulatorContext, resource: string): string {
  return `arn:aws:elasticloadbalancing:${region}:${account}:${resource}`;
}

/** 16 hex digits, as the ARNs of load balancing end in. */
export const elbId = ({ random }: EmulatorContext): string => hexId(random).slice(0, 16);
