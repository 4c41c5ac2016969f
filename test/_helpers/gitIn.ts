import { execFileSync } from "node:child_process";

/** Runs git in a folder, as somebody who is configured nowhere; returns what it printed. */
export function gitIn(folder: string, ...args: string[]): string {
  return execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}
