import type { Service } from "@aws-sdk/client-ecs";
import { unlessAborted } from "../../support/unlessAborted";
import type { EcsApi } from "./ecsApi";
import { describeServices } from "./services";

interface Waiting {
  service: string;
  resolve: (service: Service | undefined) => void;
  reject: (error: unknown) => void;
}

const readers = new WeakMap<EcsApi, ServiceReader>();

/** The reader that all callers of one API share, so that their questions go out together. */
export function readerOf(api: EcsApi): ServiceReader {
  const reader = readers.get(api) ?? new ServiceReader(api);
  readers.set(api, reader);
  return reader;
}

/**
 * Reads services one by one for its callers and ten by ten from ECS: what is asked for while a
 * call is under way goes out together in the next one.
 */
export class ServiceReader {
  private readonly waiting = new Map<string, Waiting[]>();
  private readonly reading = new Set<string>();

  constructor(private readonly api: EcsApi) {}

  /**
   * Undefined for a service that does not exist. What is answered is never older than the call.
   * Aborting ends this caller's wait; the others' answer is still on its way.
   */
  async read(cluster: string, service: string, signal?: AbortSignal): Promise<Service | undefined> {
    signal?.throwIfAborted();
    const answer = new Promise<Service | undefined>((resolve, reject) => {
      const queue = this.waiting.get(cluster) ?? [];
      this.waiting.set(cluster, [...queue, { service, resolve, reject }]);
      if (!this.reading.has(cluster)) void this.drain(cluster);
    });
    return unlessAborted(answer, signal);
  }

  private async drain(cluster: string): Promise<void> {
    this.reading.add(cluster);
    // Callers of the same turn come along.
    await Promise.resolve();
    for (let batch = this.take(cluster); batch.length > 0; batch = this.take(cluster)) {
      try {
        const names = batch.map(({ service }) => service);
        const services = await describeServices(this.api, cluster, names);
        for (const { service, resolve } of batch) resolve(services.get(service));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.reading.delete(cluster);
  }

  private take(cluster: string): Waiting[] {
    const batch = this.waiting.get(cluster) ?? [];
    this.waiting.delete(cluster);
    return batch;
  }
}
