import type {
  EncryptionConfiguration,
  ImageScanningConfiguration,
  ImageTagMutability,
  ImageTagMutabilityExclusionFilter,
} from "../shapes";

/** ECR's record of a repository. The images are in the registry. */
export interface EcrRepository {
  name: string;
  /** Milliseconds since the epoch, as every time here. */
  createdAt: number;
  mutability: ImageTagMutability;
  exclusionFilters: ImageTagMutabilityExclusionFilter[];
  scanning: ImageScanningConfiguration;
  encryption: EncryptionConfiguration;
  /** Digests pushed since the start, untagged ones among them: the distribution API can't list those. */
  pushes: Map<string, { pushedAt: number; mediaType: string }>;
}

/** The repositories of the one account and region that the emulator plays. */
export class Repositories {
  private readonly byName = new Map<string, EcrRepository>();

  get(name: string): EcrRepository | undefined {
    return this.byName.get(name);
  }

  add(repository: EcrRepository): void {
    this.byName.set(repository.name, repository);
  }

  delete(name: string): void {
    this.byName.delete(name);
  }

  /** By name. */
  list(): EcrRepository[] {
    return [...this.byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}
