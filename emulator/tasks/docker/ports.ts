/** What the Docker runtime needs of the other services of the emulator. */

/** Secrets Manager and SSM, as ECS's agent reads them for `secrets`. */
export interface SecretSource {
  /**
   * @param reference name, ARN, or ARN without its random characters
   * @throws any error whose `name` is the AWS code, e.g. ResourceNotFoundException
   */
  secret(reference: string, versionStage?: string, versionId?: string): string;
  /** Undefined where there is no such parameter. */
  parameter(nameOrArn: string): string | undefined;
}

/** CloudWatch Logs, as the awslogs driver uses it. */
export interface LogDestination {
  has(group: string): boolean;
  createGroup(group: string): void;
  createStream(group: string, stream: string): void;
  /** `timestamp` in milliseconds since the epoch. */
  put(group: string, stream: string, events: { timestamp: number; message: string }[]): void;
}

/** The emulated ECR, as the engine pulls from it. */
export interface ImageSource {
  /** The reference that the engine can pull: ECR's host name becomes that of the local registry. */
  localReference(image: string): string;
  /** Undefined for registries that are not ours: those are asked without credentials. */
  credentials(host: string): { username: string; password: string } | undefined;
}

/** The emulator's own server, as containers reach it for task metadata, credentials and AWS. */
export interface EndpointSource {
  /**
   * Makes the emulator listen at an address of this machine, too: for tasks, so without its control endpoint.
   * @returns e.g. `http://172.18.0.1:40213`
   */
  listenAt(host: string): Promise<string>;
  /** Something that people should know and that keeps no task from running. */
  warn(text: string): void;
}
