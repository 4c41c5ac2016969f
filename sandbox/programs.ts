import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { checkCacheOwner } from "../toolchain/cacheOwner";
import { manifestFile } from "../toolchain/manifest";
import { ProgramMissing } from "./errors";
import type { Environment } from "../support/environment";

const manifest = z.object({
  parts: z.record(z.string(), z.looseObject({ path: z.string().optional() })),
});

/** Where the toolchain's programs are, by the manifest's names. */
export class Programs {
  private constructor(private readonly paths: ReadonlyMap<string, string>) {}

  /**
   * Reads the manifest that `npm run setup` writes; without one nothing is there.
   * @throws ToolchainForeignError where another user could have put other programs there
   */
  static async read(env: Environment): Promise<Programs> {
    const file = manifestFile(env);
    checkCacheOwner(file);
    try {
      const text = await readFile(file, "utf8");
      const { parts } = manifest.parse(JSON.parse(text));
      const found = Object.entries(parts).flatMap(([name, part]) =>
        part.path === undefined ? [] : ([[name, part.path]] as const),
      );
      return new Programs(new Map(found));
    } catch {
      return new Programs(new Map());
    }
  }

  find(name: string): string | undefined {
    return this.paths.get(name);
  }

  /** @throws ProgramMissing */
  need(name: string): string {
    const found = this.find(name);
    if (found !== undefined) return found;
    throw new ProgramMissing(
      `The sandbox needs ${name}, which the toolchain does not have.`,
      "Run `npm run setup`: it gets what is missing and says what it can't.",
    );
  }

  /** The folders of the given programs, for PATH. */
  folders(names: readonly string[]): string[] {
    const found = names.flatMap((name) => this.find(name) ?? []);
    return [...new Set(found.map((file) => path.dirname(file)))];
  }
}
