import { ServiceError } from "../../server/serviceError";
import {
  bindOperations,
  type OperationTable,
  type ServiceModule,
} from "../../server/serviceModule";
import type { EcrService } from "./ecrService";
import model from "./model.json";
import { batchCheckLayerAvailability } from "./operations/BatchCheckLayerAvailability";
import { batchDeleteImage } from "./operations/BatchDeleteImage";
import { batchGetImage } from "./operations/BatchGetImage";
import { createRepository } from "./operations/CreateRepository";
import { deleteRepository } from "./operations/DeleteRepository";
import { describeImages } from "./operations/DescribeImages";
import { describeRepositories } from "./operations/DescribeRepositories";
import { getAuthorizationToken } from "./operations/GetAuthorizationToken";
import { getDownloadUrlForLayer } from "./operations/GetDownloadUrlForLayer";
import { listImages } from "./operations/ListImages";
import { putImage } from "./operations/PutImage";
import { putImageTagMutability } from "./operations/PutImageTagMutability";
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
