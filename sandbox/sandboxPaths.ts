import { createHash } from "node:crypto";
import path from "node:path";

/** Where the parts of a sandbox are. */
export interface SandboxPaths {
  /** Eight hex digits, of the folder's path: the same for each sandbox in that folder. */
  id: string;
  dir: string;
  /** Says that the folder is a sandbox's; stays when the sandbox ends. */
  marker: string;
  /** Which process is starting a sandbox here. */
  starting: string;
  state: string;
  processes: string;
  options: string;
  /** Which engine the sandbox uses, for who cleans up. */
  engine: string;
  logs: string;
  /** What the engine, the builder and the registry store; deleted at the end. */
  storage: string;
  pulumi: string;
  dockerConfig: string;
  buildx: string;
  /** Sockets and the like: short, because a socket's path has at most 107 characters. */
  run: string;
  /** Where `run` is, when it is not in the folder. */
  sockets: string;
}

/** The longest path that is made under `run`: containerd's, under the engine's exec-root. */
const longestSocket = "/engine/containerd/containerd-debug.sock.ttrpc".length;

const inside = (dir: string) => path.join(dir, "run");

/** Whether sockets can be in the folder itself: its path is short, and nothing in it has to be escaped in an address. */
export function socketsFit(dir: string): boolean {
  return inside(dir).length + longestSocket <= 107 && /^[\w./+@=,-]*$/.test(dir);
}

/**
 * @param dir absolute
 * @param run the folder for the sockets of a sandbox that can't have them in its own
 */
export function sandboxPaths(dir: string, run = inside(dir)): SandboxPaths {
  const id = createHash("sha256").update(dir).digest("hex").slice(0, 8);
  return {
    id,
    dir,
    marker: path.join(dir, "sandbox.json"),
    starting: path.join(dir, "starting.json"),
    state: path.join(dir, "state.json"),
    processes: path.join(dir, "processes.json"),
    options: path.join(dir, "options.json"),
    engine: path.join(dir, "engine.json"),
    logs: path.join(dir, "logs"),
    storage: path.join(dir, "storage"),
    pulumi: path.join(dir, "pulumi"),
    dockerConfig: path.join(dir, "docker"),
    buildx: path.join(dir, "buildx"),
    run,
    sockets: path.join(dir, "sockets.json"),
  };
}
