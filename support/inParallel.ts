/**
 * Works on all items, on at most `slots` at a time, in their order. The first failure is the
 * result; what has begun by then is waited for, and nothing more begins.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  slots: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [position, item] of queue) {
      if (failed) return;
      try {
        results[position] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(slots, items.length) }, worker);
  const ended = await Promise.allSettled(workers);
  const failure = ended.find((one) => one.status === "rejected");
  if (failure) throw failure.reason;
  return results;
}
