import { findRepository, type EcrService } from "../ecrService";
import type {
  BatchCheckLayerAvailabilityRequest,
  BatchCheckLayerAvailabilityResponse,
  Layer,
  LayerFailure,
} from "../shapes";

export async function batchCheckLayerAvailability(
  ecr: EcrService,
  { repositoryName, layerDigests }: BatchCheckLayerAvailabilityRequest,
): Promise<BatchCheckLayerAvailabilityResponse> {
  findRepository(ecr, repositoryName);
  const layers: Layer[] = [];
  const failures: LayerFailure[] = [];
  for (const layerDigest of layerDigests) {
    if (!/^sha256:[a-f0-9]{64}$/.test(layerDigest)) {
      failures.push({
        layerDigest,
        failureCode: "InvalidLayerDigest",
        failureReason: "Invalid layer digest",
      });
      continue;
    }
    const layerSize = await ecr.registry.blobSize(repositoryName, layerDigest);
    layers.push(
      layerSize === undefined
        ? { layerDigest, layerAvailability: "UNAVAILABLE" }
        : { layerDigest, layerAvailability: "AVAILABLE", layerSize },
    );
  }
  return { layers, failures };
}
