import path from "node:path";
import { Command } from "@commander-js/extra-typings";

const defaultFolder = path.join(".slipway", "sandbox");

/** A command about the sandbox of one folder. */
export function folderCommand(name: string) {
  return new Command(name)
    .option("--dir <folder>", "where the sandbox lives", defaultFolder)
    .option("--json", "print the result as one JSON document on stdout");
}
