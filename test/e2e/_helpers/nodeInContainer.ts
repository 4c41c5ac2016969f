import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import type { ContainerDefinition, Volume } from "@aws-sdk/client-ecs";
import { build } from "esbuild";

/** What a container needs to run a Node.js program. */
export interface NodeProgram {
  volumes: Volume[];
  container: Pick<ContainerDefinition, "command" | "mountPoints">;
}

/** What of this machine a container needs to run this machine's Node.js: a sandbox has to allow it. */
export function nodeFolders(): string[] {
  const folders = ["/usr", "/lib", "/lib64", path.dirname(realpathSync(process.execPath))];
  return folders.filter((f, index) => existsSync(f) && (index === 0 || !f.startsWith("/usr/")));
}

/**
 * Runs a program with this machine's own Node.js in a container of an image that has none: its folders are mounted, so no
 * image hub is asked. The program's packages are those of this repository.
 * @param folder where the program goes
 */
export async function nodeInContainer(folder: string, program: string): Promise<NodeProgram> {
  const outfile = path.join(folder, "program.js");
  await build({
    stdin: { contents: program, resolveDir: __dirname },
    outfile,
    ...{ bundle: true, platform: "node", target: "node20", logLevel: "error" },
  });
  const node = realpathSync(process.execPath);
  const folders = [...nodeFolders(), folder];
  return {
    volumes: folders.map((sourcePath, index) => ({ name: `host${index}`, host: { sourcePath } })),
    container: {
      command: [node, outfile],
      mountPoints: folders.map((containerPath, index) => ({
        sourceVolume: `host${index}`,
        containerPath,
        readOnly: true,
      })),
    },
  };
}
