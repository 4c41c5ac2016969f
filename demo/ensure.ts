import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateRepositoryCommand, DescribeRepositoriesCommand } from "@aws-sdk/client-ecr";
import { CreateSecretCommand, DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { DemoApi } from "./awsDemoApi";

/** Each creates a thing, or finds the one that is there under this name. */

export interface EnsuredRepository {
  /** `host/name`, to build image references from. */
  readonly uri: string;
  /** The account that owns it, 12 digits. */
  readonly account: string;
}

export async function ensureRepository(api: DemoApi, name: string): Promise<EnsuredRepository> {
  const created = await unlessThere("RepositoryAlreadyExistsException", () =>
    api.ecr.send(new CreateRepositoryCommand({ repositoryName: name })),
  );
  const repository =
    created?.repository ??
    (await api.ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] })))
      .repositories?.[0];
  if (repository?.repositoryUri === undefined || repository.registryId === undefined) {
    throw new Error(`ECR gave no URI for the repository ${name}.`);
  }
  return { uri: repository.repositoryUri, account: repository.registryId };
}

/** @returns the secret's ARN */
export async function ensureSecret(api: DemoApi, name: string, value: string): Promise<string> {
  const created = await unlessThere("ResourceExistsException", () =>
    api.secrets.send(new CreateSecretCommand({ Name: name, SecretString: value })),
  );
  const arn =
    created?.ARN ?? (await api.secrets.send(new DescribeSecretCommand({ SecretId: name }))).ARN;
  if (arn === undefined) throw new Error(`Secrets Manager gave no ARN for the secret ${name}.`);
  return arn;
}

export async function ensureParameter(api: DemoApi, name: string, value: string): Promise<void> {
  await unlessThere("ParameterAlreadyExists", () =>
    api.parameters.send(
      new PutParameterCommand({ Name: name, Value: value, Type: "SecureString" }),
    ),
  );
}

export async function ensureLogGroup(api: DemoApi, name: string): Promise<void> {
  await unlessThere("ResourceAlreadyExistsException", () =>
    api.logs.send(new CreateLogGroupCommand({ logGroupName: name })),
  );
}

/** What `create` gives, or undefined when it fails because the thing exists already. */
export async function unlessThere<T>(
  errorName: string,
  create: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await create();
  } catch (error) {
    if (error instanceof Error && error.name === errorName) return undefined;
    throw error;
  }
}
