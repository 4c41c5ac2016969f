import { createHash } from "node:crypto";
import { GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import type { DemoApi } from "../../demo/awsDemoApi";

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const architectures: Readonly<Record<string, string>> = { x64: "amd64" };

/** Puts an image without layers, unlike any of another tag, into a repository. */
export async function pushImage(api: DemoApi, repositoryUrl: string, tag: string): Promise<void> {
  const [host, ...name] = repositoryUrl.split("/");
  const base = `http://${host}/v2/${name.join("/")}`;
  const authorization = `Basic ${await token(api)}`;
  const architecture = architectures[process.arch] ?? process.arch;
  const config = JSON.stringify({
    ...{ os: "linux", architecture, rootfs: { type: "layers", diff_ids: [] } },
    config: { Labels: { tag } },
  });
  const put = async (url: string, type: string, body: string): Promise<void> => {
    const headers = { authorization, "content-type": type };
    await checked(url, await fetch(url, { method: "PUT", headers, body }));
  };
  const uploads = `${base}/blobs/uploads/`;
  const started = await fetch(uploads, { method: "POST", headers: { authorization } });
  await checked(uploads, started);
  const upload = new URL(started.headers.get("location") ?? "", uploads);
  upload.searchParams.set("digest", digestOf(config));
  await put(upload.href, "application/octet-stream", config);
  const manifest = {
    ...{ schemaVersion: 2, mediaType: manifestType, layers: [] },
    config: {
      mediaType: "application/vnd.oci.image.config.v1+json",
      digest: digestOf(config),
      size: Buffer.byteLength(config),
    },
  };
  await put(`${base}/manifests/${tag}`, manifestType, JSON.stringify(manifest));
}

async function token({ ecr }: DemoApi): Promise<string> {
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  return authorizationData?.[0]?.authorizationToken ?? "";
}

const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

async function checked(url: string, response: Response): Promise<void> {
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}
