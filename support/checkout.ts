import path from "node:path";

/** Slipway's own folder; a bundle in dist/ lies as deep in it as this file. */
export const checkout = path.resolve(__dirname, "..");

/** What Node is given to start another of Slipway's programs. */
export function program(name: "emulator" | "sandbox"): string[] {
  return [path.join(checkout, "bin/start.cjs"), name];
}
