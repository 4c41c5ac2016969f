import type { Session } from "node:inspector";
import * as hooks from "@pulumi/pulumi/runtime/closure/v8Hooks";

/** What the SDK's module holds, without its declarations saying so. */
interface DebuggedProcess {
  getSessionAsync?(): Promise<Session>;
}

/**
 * Call before a promise is rejected that many outputs hang on.
 *
 * The SDK debugs its own process, to be able to serialise functions. V8 then looks, at every
 * rejection, for whoever might catch it: along every path through the graph of promises, which in
 * a release with three services takes minutes. A program that fails serialises nothing any more.
 */
export async function failFast(): Promise<void> {
  const sdk = hooks as unknown as DebuggedProcess;
  try {
    const session = await sdk.getSessionAsync?.();
    session?.post("Debugger.disable");
  } catch {
    // Another version of the SDK: the rejection is slow, but right.
  }
}
