import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { AppRepository } from "./appRepository";

export interface ProjectRequest {
  readonly environment: string;
  readonly cluster: string;
  /** `host/name` of the application's images. */
  readonly repositoryUrl: string;
  readonly baseImage: string;
}

const program = `// Slipway's own program: settings in, a release, outputs out.
import program = require("slipway/index");
export = program;
`;

/** Makes the application's repository a Pulumi project that releases with Slipway. */
export async function writeProject(
  application: AppRepository,
  { environment, cluster, repositoryUrl, baseImage }: ProjectRequest,
): Promise<void> {
  await linkPackages(application.folder);
  await application.write(".gitignore", "node_modules\n");
  await application.write("package.json", '{ "name": "mage", "private": true }\n');
  await application.write("index.ts", program);
  await application.write(
    "tsconfig.json",
    '{ "extends": "./node_modules/slipway/tsconfig.json" }\n',
  );
  await application.write(
    "Pulumi.yaml",
    stringify({
      name: "mage",
      runtime: { name: "nodejs", options: { typescript: true } },
      plugins: { providers: [{ name: "slipway", path: "node_modules/slipway/provider" }] },
    }),
  );
  await application.write(
    `Pulumi.${environment}.yaml`,
    stringify({
      config: {
        "slipway:cluster": cluster,
        "slipway:services": ["mage-web", "mage-worker"],
        "slipway:images": {
          mage: { repositoryUrl, context: ".", buildArgs: { BASE: baseImage } },
        },
      },
    }),
  );
}

/** What `npm install` would put there, linked to this checkout. */
async function linkPackages(folder: string): Promise<void> {
  const checkout = join(__dirname, "..");
  const installed = join(folder, "node_modules");
  await mkdir(installed);
  await symlink(checkout, join(installed, "slipway"));
  for (const name of ["@pulumi", "ts-node", "typescript"]) {
    await symlink(join(checkout, "node_modules", name), join(installed, name));
  }
}
