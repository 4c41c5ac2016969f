import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repository = resolve(__dirname, "../..");

export interface SetupRun {
  readonly code: number | null;
  readonly stderr: string;
}

/**
 * A checkout with nothing but the toolchain in it, a cache of its own, and stand-ins for the programs that take long:
 * npm, Go, Python, runc, Docker's engine. Nothing is fetched.
 */
export class SetupCheckout {
  readonly root = mkdtempSync(join(tmpdir(), "slipway-setup-"));
  readonly cache = join(this.root, "cache", "slipway");
  private readonly bin = join(this.root, "bin");
  private readonly calls = join(this.root, "calls");
  private readonly socket = join(this.root, "docker.sock");
  private readonly engine = createServer((_request, response) => {
    response.end('{"Version":"28.0.0"}');
  });

  async open(): Promise<this> {
    cpSync(join(repository, "toolchain"), join(this.root, "checkout/toolchain"), {
      recursive: true,
    });
    const lockFile = join(this.root, "checkout/package-lock.json");
    cpSync(join(repository, "package-lock.json"), lockFile);
    mkdirSync(this.bin);
    this.program(
      "npm",
      'echo "npm $*" >> "$CALLS"\nmkdir -p node_modules\ncp package-lock.json node_modules/.package-lock.json',
    );
    this.program("go", goStandIn);
    this.program("python3", "echo Python 2.7.0");
    this.program("runc", "echo runc version 1.2.3");
    this.program("docker", "echo Docker version 28.0.0");
    this.program("jq", "echo jq-1.7");
    this.engine.listen(this.socket);
    await once(this.engine, "listening");
    return this;
  }

  close(): void {
    this.engine.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Puts a shell script in front of whatever this machine has under `name`. */
  program(name: string, script: string): void {
    writeFileSync(join(this.bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** What the lock file asks for, and these packages beside it, as npm notes what it installed. */
  install(others: Record<string, { version: string }>): void {
    const root = join(this.root, "checkout");
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Record<string, unknown>;
    };
    mkdirSync(join(root, "node_modules"));
    const packages = { ...lock.packages, ...others };
    writeFileSync(join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages }));
  }

  start(env: Record<string, string> = {}): { child: ChildProcess; ended: Promise<SetupRun> } {
    const child = spawn(process.execPath, ["toolchain/setup.mjs"], {
      cwd: join(this.root, "checkout"),
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        PATH: `${this.bin}:/usr/bin:/bin`,
        HOME: this.root,
        XDG_CACHE_HOME: join(this.root, "cache"),
        DOCKER_HOST: `unix://${this.socket}`,
        SLIPWAY_NO_DOWNLOADS: "1",
        CALLS: this.calls,
        ...env,
      },
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stderr }));
    return { child, ended };
  }

  run(env: Record<string, string> = {}): Promise<SetupRun> {
    return this.start(env).ended;
  }

  /** What npm and Go were asked to do so far, a line each. */
  callsSoFar(): string[] {
    if (!existsSync(this.calls)) return [];
    return readFileSync(this.calls, "utf8").trim().split("\n");
  }

  /** The parts of the manifest. */
  manifest(): Record<string, { path: string; how: string }> {
    const text = readFileSync(join(this.cache, "toolchain.json"), "utf8");
    return (JSON.parse(text) as { parts: Record<string, { path: string; how: string }> }).parts;
  }
}

/** Writes scripts where Go would write programs, after the seconds in $GO_SECONDS. */
const goStandIn = `
if [ "$1" = version ]; then echo "go version go1.26.0 linux/amd64"; exit 0; fi
echo "go $(basename "$PWD")" >> "$CALLS"
while [ "$1" != -o ]; do shift; done
into=$2; shift 2
mkdir -p "$into"
touch "$into/half"
sleep "\${GO_SECONDS:-0}"
for package; do
  printf '#!/bin/sh\\necho v1.2.3\\n' > "$into/$(basename "$package")"
  chmod +x "$into/$(basename "$package")"
done
rm "$into/half"`;
