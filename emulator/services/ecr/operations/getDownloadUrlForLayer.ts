import { ServiceError } from "../../../wire/serviceError";
import { findRepository, type EcrService } from "../ecrService";
import type { GetDownloadUrlForLayerRequest, GetDownloadUrlForLayerResponse } from "../shapes";

/** The layer's address in the registry itself; unlike S3's on AWS it is not signed and wants the ECR token. */
export async function getDownloadUrlForLayer(
  ecr: EcrService,
  { repositoryName, layerDigest }: GetDownloadUrlForLayerRequest,
): Promise<GetDownloadUrlForLayerResponse> {
  findRepository(ecr, repositoryName);
  if ((await ecr.registry.blobSize(repositoryName, layerDigest)) === undefined) {
    throw new ServiceError(
      "LayersNotFoundException",
      `The layer with digest '${layerDigest}' does not exist in the repository with name '${repositoryName}' in the registry with id '${ecr.account}'`,
    );
  }
  return {
    downloadUrl: `http://${ecr.host}/v2/${repositoryName}/blobs/${layerDigest}`,
    layerDigest,
  };
}
