import type { RegistryPath } from "./registryPath";

/**
 * The actions of IAM that a request to ECR's registry needs (ug/image-push-iam, and
 * ug/security_iam_id-based-policy-examples for pulls).
 * @param hasBody a layer may come whole with the request that completes its upload
 */
export function registryActions(
  method: string,
  { kind, reference }: RegistryPath,
  hasBody: boolean,
): string[] {
  if (kind === "tags") return ["ecr:ListImages"];
  if (kind !== "blobs") {
    return [kind === "manifests" && method === "PUT" ? "ecr:PutImage" : "ecr:BatchGetImage"];
  }
  if (!reference.startsWith("uploads")) {
    return [method === "HEAD" ? "ecr:BatchCheckLayerAvailability" : "ecr:GetDownloadUrlForLayer"];
  }
  if (method === "POST") return ["ecr:InitiateLayerUpload"];
  const part = ["ecr:UploadLayerPart"];
  if (method !== "PUT") return part;
  return [...(hasBody ? part : []), "ecr:CompleteLayerUpload"];
}
