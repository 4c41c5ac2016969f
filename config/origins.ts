import type { Origin } from "./settings";
import type { Shown } from "./problems/shown";

/** Collects where each setting's value came from. */
export class Origins {
  readonly list: Origin[] = [];

  constructor(
    private readonly stack: string,
    private readonly shown: Shown,
  ) {}

  /** @param key the full key in the stack's configuration, which decides whether it is secret */
  add(name: string, value: unknown, origin: string, key = `slipway:${name}`): void {
    if (value !== undefined) {
      this.list.push({ name, value: this.shown.value(key, value), origin });
    }
  }

  /** A setting of the stack's configuration, or its default. */
  addSetting(name: string, set: unknown, fallback?: unknown, key = `slipway:${name}`): void {
    if (set === undefined) this.add(name, fallback, "default", key);
    else this.add(name, set, this.stackKey(key), key);
  }

  /** `Pulumi.staging.yaml slipway:cluster` */
  stackKey(key: string): string {
    return `Pulumi.${this.stack}.yaml ${key}`;
  }
}
