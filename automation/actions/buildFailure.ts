import { asSentence } from "../../support/errors";

interface Cause {
  readonly code: string;
  readonly remedy: string;
}

/** By BuildKit's and Docker's own words; the first that fits. */
const causes: readonly (readonly [RegExp, Cause])[] = [
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
  const { code, remedy } = causes.find(([words]) => words.test(said))?.[1] ?? other;
  return { code, message: `${asSentence(said)} ${remedy}` };
}
