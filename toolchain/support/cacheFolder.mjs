import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where everything fetched or built is kept, outside any checkout: one folder a tool and version. */
export function cacheFolder(env = process.env) {
  // The XDG rule: a relative path is to be ignored.
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), ".cache"), "slipway");
}
