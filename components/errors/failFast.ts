import path from "node:path";
import type { Session } from "node:inspector";

/** An export of one of the SDK's modules that its declarations leave out. */
interface DebuggedProcess {
  getSessionAsync?(): Promise<Session>;
}

type LoadedModules = Readonly<Record<string, { readonly exports: unknown } | undefined>>;

const hooks = path.join("@pulumi", "pulumi", "runtime", "closure", "v8Hooks.js");

/**
 * Call before a promise is rejected that many outputs hang on.
 *
 * The SDK debugs its own process, to be able to serialise functions. V8 then looks, at every
 * rejection, for whoever might catch it: along every path through the graph of promises, which in
 * a release with three services takes minutes. A program that fails serialises nothing any more.
 * There are two SDKs in a process, each with a session of its own, where a project has another
 * version of it than Slipway.
 */
export async function failFast(loaded: LoadedModules = require.cache): Promise<void> {
  const sdks = Object.entries(loaded).filter(([file]) => file.endsWith(hooks));
  for (const [, sdk] of sdks) {
    try {
      const session = await (sdk?.exports as DebuggedProcess).getSessionAsync?.();
      session?.post("Debugger.disable");
    } catch {
      // Another version of the SDK: the rejection is slow, but right.
    }
  }
}
