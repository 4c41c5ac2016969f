import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** Where a secret was seen, and which. */
export interface Finding {
  readonly secret: string;
  readonly place: string;
}

/** Looks for known secrets, as they are and in base64, at whatever position of a longer text. */
export class SecretSearch {
  private readonly forms: readonly (readonly [name: string, form: string | RegExp])[];

  /** @param secrets by a name that may be printed; a pattern is for those that nobody knows before */
  constructor(secrets: Readonly<Record<string, string | RegExp>>) {
    this.forms = Object.entries(secrets).flatMap(([name, value]) =>
      (typeof value === "string" ? [value, ...base64Forms(value)] : [value]).map(
        (form) => [name, form] as const,
      ),
    );
  }

  inText(place: string, text: string): Finding[] {
    const names = this.forms.flatMap(([name, form]) =>
      (typeof form === "string" ? text.includes(form) : form.test(text)) ? [name] : [],
    );
    return [...new Set(names)].map((secret) => ({ secret, place }));
  }

  /**
   * Every file below a folder, by its bytes; what goes away meanwhile is no finding.
   * @param skip by the path below the folder
   */
  async inFolder(folder: string, skip: (file: string) => boolean = () => false) {
    const found: Finding[] = [];
    for (const file of await filesBelow(folder)) {
      if (skip(path.relative(folder, file))) continue;
      const text = await readFile(file, "latin1").catch(() => "");
      found.push(...this.inText(file, text));
    }
    return found;
  }

  /** The command lines of every process on the machine, which everybody on it can read. */
  async inCommandLines(): Promise<Finding[]> {
    const processes = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(
      processes.map(async (id) => {
        const line = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
        return this.inText(`command line ${line.replaceAll("\0", " ").slice(0, 60)}`, line);
      }),
    );
    return found.flat();
  }
}

/** Base64 of a text that contains the value, without the digits that its neighbours have a part in. */
export function base64Forms(value: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from("\0".repeat(before) + value).toString("base64");
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor(((before + Buffer.byteLength(value)) * 8) / 6);
    return encoded.slice(from, to);
  });
}

async function filesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const facts = await lstat(file).catch(() => undefined);
      if (facts?.isDirectory()) return filesBelow(file);
      return facts?.isFile() ? [file] : [];
    }),
  );
  return files.flat();
}
