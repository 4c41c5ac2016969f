import { version } from "../../package.json";
import { abandonsSiblings, type RunRequest } from "../../contract/runRequest";
import { createDependencies } from "../../provider/createDependencies";
import { createDispatch } from "../../provider/dispatch";
import { createServer, type ProviderServer } from "../../provider/server";
import type { Environment } from "../../support/environment";
import { messageOf } from "../../support/errors";

/** Where the engine reads which providers run already: `slipway:41234,aws:41235`. */
const variable = "PULUMI_DEBUG_PROVIDERS";

/** The provider of one operation of the engine, served by this process. */
export interface AttachedProvider {
  /** Variables for the engine. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether the engine came here. */
  readonly wasUsed: boolean;
  /** Why it is not served here; then the engine starts one of its own. */
  readonly warning?: string;
  close(): void;
}

/**
 * Serves Slipway's provider in this process. This file alone knows how the engine finds it;
 * where attaching fails, `provider/pulumi-resource-slipway` serves, as it does for plain pulumi.
 * @param env of the engine and of what works for it
 */
export async function attachProvider(
  env: Environment,
  request: RunRequest,
  create: typeof createServer = createServer,
): Promise<AttachedProvider> {
  const others = (env[variable] ?? "").split(",").filter((one) => one !== "");
  // One that a developer attached to a debugger.
  if (others.some((one) => one.startsWith("slipway:"))) return notHere();
  const abandonSiblings = abandonsSiblings(request);
  const server = create(() =>
    createDispatch(version, (settings) => createDependencies(settings, env, { abandonSiblings })),
  );
  try {
    const port = await server.listen();
    return attached(server, { [variable]: [`slipway:${port}`, ...others].join(",") });
  } catch (error) {
    server.close();
    return notHere(
      `Slipway's provider can't be served by the runner, so the engine starts one of its own: ${messageOf(error)}`,
    );
  }
}

function attached(server: ProviderServer, env: Readonly<Record<string, string>>): AttachedProvider {
  return {
    env,
    get wasUsed() {
      return server.wasUsed;
    },
    close: () => server.close(),
  };
}

/** @param warning absent where the user wants it so */
function notHere(warning?: string): AttachedProvider {
  return {
    env: {},
    wasUsed: true,
    ...(warning !== undefined && { warning }),
    close: () => undefined,
  };
}
