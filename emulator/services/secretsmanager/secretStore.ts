import type { Clock, Random } from "../../../support/clock";
import { ServiceError } from "../../wire/serviceError";
import { uuid } from "../../core/ids";
import type { Tag } from "./shapes";

export interface SecretVersion {
  id: string;
  createdAt: number;
  value: { SecretString?: string; SecretBinary?: string };
  stages: string[];
}

/** Times in milliseconds since the epoch. */
export interface StoredSecret {
  arn: string;
  name: string;
  description?: string;
  kmsKeyId?: string;
  tags: Tag[];
  createdAt: number;
  changedAt: number;
  /** Scheduled for deletion: its value can't be read any more. */
  deletedAt?: number;
  versions: SecretVersion[];
}

/** The secrets of the one account and region that the emulator plays. */
export class SecretStore {
  private readonly secrets = new Map<string, StoredSecret>();

  constructor(
    readonly clock: Clock,
    readonly random: Random,
    /** `arn:aws:secretsmanager:REGION:ACCOUNT` */
    private readonly arnPrefix: string,
  ) {}

  list(): StoredSecret[] {
    return [...this.secrets.values()];
  }

  /** @throws ServiceError ResourceExistsException */
  create(
    name: string,
    rest: Pick<StoredSecret, "description" | "kmsKeyId" | "tags">,
  ): StoredSecret {
    const existing = this.secrets.get(name);
    if (existing?.deletedAt !== undefined) {
      throw invalid(
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    }
    if (existing) {
      throw new ServiceError(
        "ResourceExistsException",
        `The operation failed because the secret ${name} already exists.`,
      );
    }
    const now = this.clock.now();
    const suffix = uuid(this.random).replaceAll("-", "").slice(0, 6);
    const arn = `${this.arnPrefix}:secret:${name}-${suffix}`;
    const secret = { arn, name, createdAt: now, changedAt: now, versions: [], ...rest };
    this.secrets.set(name, secret);
    return secret;
  }

  remove(name: string): void {
    this.secrets.delete(name);
  }

  /** By name, ARN, or ARN without the six random characters. @throws ServiceError ResourceNotFoundException */
  find(id: string): StoredSecret {
    const found =
      this.secrets.get(id) ?? this.list().find(({ arn }) => arn === id || arn.slice(0, -7) === id);
    if (found) return found;
    throw new ServiceError(
      "ResourceNotFoundException",
      "Secrets Manager can't find the specified secret.",
    );
  }

  /** Stores a value as AWSCURRENT and makes the current one AWSPREVIOUS, unless `stages` names others. */
  addVersion(
    secret: StoredSecret,
    value: SecretVersion["value"],
    id = uuid(this.random),
    stages: string[] = ["AWSCURRENT"],
  ): SecretVersion {
    const current = secret.versions.find((v) => v.stages.includes("AWSCURRENT"));
    const moved = stages.includes("AWSCURRENT") && current ? [...stages, "AWSPREVIOUS"] : stages;
    for (const v of secret.versions) v.stages = v.stages.filter((s) => !moved.includes(s));
    if (stages.includes("AWSCURRENT")) current?.stages.push("AWSPREVIOUS");
    const version = { id, createdAt: this.clock.now(), value, stages: [...stages] };
    secret.versions.push(version);
    secret.changedAt = version.createdAt;
    return version;
  }

  /** @throws ServiceError ResourceNotFoundException, InvalidRequestException */
  version(id: string, versionId?: string, stage?: string): [StoredSecret, SecretVersion] {
    const secret = this.find(id);
    if (secret.deletedAt !== undefined) {
      throw invalid(
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
    }
    const wanted = stage ?? (versionId === undefined ? "AWSCURRENT" : undefined);
    const version = secret.versions.find(
      (v) =>
        (versionId === undefined || v.id === versionId) &&
        (wanted === undefined || v.stages.includes(wanted)),
    );
    if (version) return [secret, version];
    const named =
      versionId === undefined ? `staging label: ${wanted ?? ""}` : `VersionId: ${versionId}`;
    throw new ServiceError(
      "ResourceNotFoundException",
      `Secrets Manager can't find the specified secret value for ${named}`,
    );
  }
}

const invalid = (message: string) => new ServiceError("InvalidRequestException", message);

/** Version id → stages, of versions that have a stage. */
export function versionStages({ versions }: StoredSecret): Record<string, string[]> {
  return Object.fromEntries(
    versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]),
  );
}
