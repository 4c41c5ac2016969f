import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { withGeneratedPart } from "../page/generatedPart";
import { describeMachine } from "./machine";
import { readOptions, usage } from "./options";
import { measureOverhead } from "./overhead";
import { overheadReport } from "./overheadReport";

const page = path.join(__dirname, "../../docs/comparison.md");

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const machine = describeMachine();
  const turns = await measureOverhead(options, (text) => process.stderr.write(`${text}\n`));
  const report = overheadReport(turns, options, machine);
  process.stdout.write(`${report}\n`);
  if (!options.write) return;
  await writeFile(
    page,
    withGeneratedPart(await readFile(page, "utf8"), "overhead", () => report),
  );
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
