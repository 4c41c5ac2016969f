import { RepositoryUrlInvalid } from "./errors";

/** An image reference by the grammar that Docker and ECS use, Docker Hub's short names expanded. */
export interface ImageReference {
  /** `host[:port]`; `docker.io` where none is written. */
  readonly registry: string;
  /** The path without the registry: `team/app`, `library/busybox`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const host = /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::\d{1,5})?$/;
const pathComponent = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagGrammar = /^\w[\w.-]{0,127}$/;
const digestGrammar = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}$/;

/** @returns undefined for what is not an image reference */
export function parseImageReference(text: string): ImageReference | undefined {
  const at = text.indexOf("@");
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(":");
  const tagged = colon > named.lastIndexOf("/");
  const tag = tagged ? named.slice(colon + 1) : undefined;
  const parsed = splitRegistry(tagged ? named.slice(0, colon) : named);
  if (!parsed) return undefined;
  if (tag !== undefined && !isTag(tag)) return undefined;
  if (digest !== undefined && !isDigest(digest)) return undefined;
  return { ...parsed, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

function splitRegistry(name: string): Pick<ImageReference, "registry" | "repository"> | undefined {
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  const hasRegistry = /[.:A-Z]/.test(first) || first === "localhost";
  // In lower case, a bare name would be read as a folder of Docker Hub.
  const written = /[.:]/.test(first) ? first.toLowerCase() : first;
  const registry = hasRegistry ? written : "docker.io";
  const path = hasRegistry ? name.slice(slash + 1) : name;
  if (!host.test(registry) || !path.split("/").every((part) => pathComponent.test(part))) {
    return undefined;
  }
  const hub = registry === "docker.io" || registry === "index.docker.io";
  return {
    registry: hub ? "docker.io" : registry,
    repository: hub && !path.includes("/") ? `library/${path}` : path,
  };
}

/** `registry/repository[:tag][@digest]` */
export function formatImageReference({
  registry,
  repository,
  tag,
  digest,
}: ImageReference): string {
  const tagged = tag === undefined ? "" : `:${tag}`;
  const pinned = digest === undefined ? "" : `@${digest}`;
  return `${registry}/${repository}${tagged}${pinned}`;
}

/** `registry/repository`, to compare two images by; undefined for what is not a reference. */
export function repositoryOf(image: string): string | undefined {
  const reference = parseImageReference(image);
  return reference && `${reference.registry}/${reference.repository}`;
}

/** What a reference names within its repository, as a registry is asked for it: the digest, else the tag; else "". */
export function nameWithin(repositoryUrl: string, reference: string): string {
  return reference.slice(repositoryUrl.length + 1).replace(/^[^@]*@/, "");
}

export interface Repository {
  readonly registry: string;
  readonly repository: string;
}

/**
 * A repository URL as the settings have it: `host[:port]/path`, nothing else.
 * @throws RepositoryUrlInvalid
 */
export function parseRepositoryUrl(url: string): Repository {
  const shown = withoutLogin(url);
  if (/^[a-z]+:\/\//i.test(url)) {
    throw new RepositoryUrlInvalid(
      `"${shown}" starts with a scheme.`,
      "Leave it out: host[:port]/path, e.g. 123456789012.dkr.ecr.us-east-1.amazonaws.com/mage-ai.",
    );
  }
  const reference = parseImageReference(url);
  if (!reference) {
    throw new RepositoryUrlInvalid(
      `"${shown}" is not the URL of an image repository.`,
      "Write host[:port]/path in lower case, e.g. 123456789012.dkr.ecr.us-east-1.amazonaws.com/mage-ai.",
    );
  }
  if (reference.tag !== undefined || reference.digest !== undefined) {
    throw new RepositoryUrlInvalid(
      `"${shown}" names one image by ${reference.digest === undefined ? "tag" : "digest"}.`,
      "Leave the tag and the digest out: Slipway sets them.",
    );
  }
  return { registry: reference.registry, repository: reference.repository };
}

/** A URL to be shown: what stands before an `@` may be a login, unless a digest follows it. */
function withoutLogin(url: string): string {
  const at = url.lastIndexOf("@");
  if (at < 0 || isDigest(url.slice(at + 1))) return url;
  return url.slice(at + 1);
}

/** A tag by the distribution grammar: at most 128 of letters, digits, `_`, `.` and `-`. */
export function isTag(text: string): boolean {
  return tagGrammar.test(text);
}

export function isDigest(text: string): boolean {
  return digestGrammar.test(text) && (!text.startsWith("sha256:") || text.length === 71);
}
