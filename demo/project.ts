import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { AppRepository } from "./appRepository";

export interface ProjectRequest {
  readonly environment: string;
  readonly cluster: string;
  readonly repositoryUrl: string;
  readonly baseImage: string;
}

/** Makes the application's repository a Pulumi project that releases with Slipway. */
export async function writeProject(
  application: AppRepository,
  { environment, cluster, repositoryUrl, baseImage }: ProjectRequest,
): Promise<void> {
  const slipway = join(application.folder, "node_modules", "slipway");
  await mkdir(join(slipway, ".."), { recursive: true });
  await symlink(join(__dirname, ".."), slipway);
  await application.write(".gitignore", "node_modules\n");
  await application.write("Pulumi.yaml", stringify({}));
  await application.write(
    `Pulumi.${environment}.yaml`,
    stringify({
      config: {
        "aws:region": "us-east-1",
        "slipway:cluster": cluster,
        "slipway:services": ["mage-web", "mage-worker"],
        "slipway:images": {
          mage: { repositoryUrl, context: ".", buildArgs: { BASE: baseImage } },
        },
      },
    }),
  );
}
