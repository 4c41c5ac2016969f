import {
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  RepositoryNotFoundException,
} from "@aws-sdk/client-ecr";
import { awsError } from "../../aws/awsErrors";
import { clientConfig } from "../../aws/clientConfig";
import type { AwsSettings } from "../../contract/awsSettings";
import type { EcrApi } from "./ecrApi";
import { RegistryLoginFailed } from "../errors";

/** @param settings with the region of the registry, which is not always that of ECS */
export function createAwsEcrApi(settings: AwsSettings): EcrApi {
  const client = new ECRClient(clientConfig(settings, "ecr"));
  return {
    async getAuthorizationToken(abortSignal) {
      const action = "ecr:GetAuthorizationToken";
      try {
        const command = new GetAuthorizationTokenCommand({});
        const answer = await client.send(command, abortSignal && { abortSignal });
        const [authorization] = answer.authorizationData ?? [];
        const token = Buffer.from(authorization?.authorizationToken ?? "", "base64").toString();
        const colon = token.indexOf(":");
        if (!authorization || colon < 0) {
          throw new RegistryLoginFailed(
            `${action} answered without a login.`,
            "Check the endpoint that answers for ECR (AWS_ENDPOINT_URL, aws:endpoints).",
          );
        }
        return {
          username: token.slice(0, colon),
          password: token.slice(colon + 1),
          proxyEndpoint: authorization.proxyEndpoint ?? "",
          ...(authorization.expiresAt && { expiresAt: authorization.expiresAt.getTime() }),
        };
      } catch (error) {
        throw awsError(error, action);
      }
    },

    async describeRepository(name, registryId, abortSignal) {
      try {
        const command = new DescribeRepositoriesCommand({
          repositoryNames: [name],
          ...(registryId !== undefined && { registryId }),
        });
        const answer = await client.send(command, abortSignal && { abortSignal });
        const [repository] = answer.repositories ?? [];
        return (
          repository && {
            uri: repository.repositoryUri ?? "",
            imageTagMutability: repository.imageTagMutability ?? "MUTABLE",
            exclusions: (repository.imageTagMutabilityExclusionFilters ?? []).flatMap(
              ({ filter }) => filter ?? [],
            ),
          }
        );
      } catch (error) {
        if (error instanceof RepositoryNotFoundException) return undefined;
        throw awsError(error, "ecr:DescribeRepositories");
      }
    },
  };
}
