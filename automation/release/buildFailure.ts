import { asSentence } from "../../support/errors";

interface Cause {
  readonly code: string;
  readonly remedy: string;
}

/** By BuildKit's and Docker's own words; the first that fits. */
const causes: readonly (readonly [RegExp, Cause])[] = [
  [
    /context canceled/i,
    { code: "BUILD_BROKEN_OFF", remedy: "The run was cancelled, or something else failed first." },
  ],
  [
    /docker API|Docker daemon|creating builder|initialize builder|no builder/i,
    {
      code: "BUILDER_MISSING",
      remedy:
        "Start Docker, or name a BuildKit builder that is there (`builder` of the image in the settings, or BUILDX_BUILDER).",
    },
  ],
  [
    /unauthorized|authorization failed|insufficient_scope|basic auth|access denied|\b40[13]\b/i,
    {
      code: "PUSH_REFUSED",
      remedy:
        "Check that this identity may push to the repository and pull the base images. ECR wants ecr:BatchGetImage, ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer, ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload and ecr:PutImage.",
    },
  ],
];

/** Of docker-build, which hashes the context, and of BuildKit, which is sent it: `open x: why`. */
const unread =
  /(?:hash build context|error from sender): .*?\b(?:open|lstat|read\w*|fdopendir) (\S+): (no such device or address|operation not supported on socket|permission denied|no such file or directory)/s;

const why: Readonly<Record<string, string>> = {
  "permission denied": "this user may not read it",
  "no such file or directory": "it went away meanwhile",
};

const other: Cause = {
  code: "BUILD_FAILED",
  remedy:
    "Mend the Dockerfile or what it is built from; `docker buildx build` on the same folder shows the whole output.",
};

/**
 * A failed build or push with a code, and with what to do about it.
 * @param said what BuildKit said
 */
export function buildFailureOf(said: string): { code: string; message: string } {
  const [, file, reason = ""] = unread.exec(said) ?? [];
  if (file !== undefined) {
    return {
      code: "CONTEXT_UNREADABLE",
      message:
        `${file} in the build's context can't be sent to the builder: ${why[reason] ?? "it is a socket or a device"}. ` +
        "Name it, or its folder, in .dockerignore (.slipway is a sandbox's folder), or build from a narrower `context`.",
    };
  }
  const { code, remedy } = causes.find(([words]) => words.test(said))?.[1] ?? other;
  return { code, message: `${asSentence(said)} ${remedy}` };
}
