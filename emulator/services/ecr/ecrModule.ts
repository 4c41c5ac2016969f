import { ServiceError } from "../../wire/serviceError";
import { bindOperations, type OperationTable, type ServiceModule } from "../../wire/serviceModule";
import type { EcrService } from "./ecrService";
import model from "./model.json";
import { batchCheckLayerAvailability } from "./operations/batchCheckLayerAvailability";
import { batchDeleteImage } from "./operations/batchDeleteImage";
import { batchGetImage } from "./operations/batchGetImage";
import { createRepository } from "./operations/createRepository";
import { deleteRepository } from "./operations/deleteRepository";
import { describeImages } from "./operations/describeImages";
import { describeRepositories } from "./operations/describeRepositories";
import { getAuthorizationToken } from "./operations/getAuthorizationToken";
import { getDownloadUrlForLayer } from "./operations/getDownloadUrlForLayer";
import { listImages } from "./operations/listImages";
import { putImage } from "./operations/putImage";
import { putImageTagMutability } from "./operations/putImageTagMutability";
import type { Operations } from "./shapes";

const operations: OperationTable<Operations, EcrService> = {
  BatchCheckLayerAvailability: batchCheckLayerAvailability,
  BatchDeleteImage: batchDeleteImage,
  BatchGetImage: batchGetImage,
  CreateRepository: createRepository,
  DeleteRepository: deleteRepository,
  DescribeImages: describeImages,
  DescribeRepositories: describeRepositories,
  GetAuthorizationToken: getAuthorizationToken,
  GetDownloadUrlForLayer: getDownloadUrlForLayer,
  ListImages: listImages,
  PutImage: putImage,
  PutImageTagMutability: putImageTagMutability,
};

/** Amazon ECR over a registry that it guards. */
export function ecrModule(ecr: EcrService): ServiceModule {
  return {
    name: "ecr",
    protocol: "json",
    targetPrefix: "AmazonEC2ContainerRegistry_V20150921",
    model: model,
    invalid: (message) => new ServiceError("InvalidParameterException", message),
    operations: bindOperations(operations, ecr),
  };
}
