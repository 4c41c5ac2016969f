import type {
  AnnotationOptions,
  BuildkiteAgent,
} from "../../../automation/ci/buildkite/buildkiteAgent";

/** Keeps what a job tells its build. */
export class FakeAgent implements BuildkiteAgent {
  readonly annotations: (AnnotationOptions & { markdown: string })[] = [];
  readonly metaData = new Map<string, string>();
  /** What every call fails with from now on. */
  failure: Error | undefined;

  annotate(markdown: string, options: AnnotationOptions): Promise<void> {
    return this.answer(() => void this.annotations.push({ ...options, markdown }));
  }

  setMetaData(key: string, value: string): Promise<void> {
    return this.answer(() => void this.metaData.set(key, value));
  }

  getMetaData(key: string): Promise<string | undefined> {
    return this.answer(() => this.metaData.get(key));
  }

  private answer<T>(value: () => T): Promise<T> {
    return this.failure ? Promise.reject(this.failure) : Promise.resolve(value());
  }
}
