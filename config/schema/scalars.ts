import { z } from "zod";
import { parseDuration } from "../duration";

/**
 * Text of a form. The messages of this schema are predicates ("is not …"): problems.ts puts the
 * value seen before them, unless it is secret.
 */
export function text(form: RegExp, notWhat: string, remedy: string) {
  return z.string().refine((value) => form.test(value), {
    error: `is not ${notWhat}.`,
    params: { remedy },
  });
}

export const anyText = text(
  /\S/,
  "a text with something in it",
  "Write something, or leave it out.",
);

export const serviceName = text(
  /^[a-zA-Z0-9_-]{1,255}$/,
  "the name of an ECS service",
  "Write the name alone, not the ARN: letters, digits, hyphens and underscores.",
);

export const clusterName = text(
  /^(arn:[a-z-]+:ecs:[a-z0-9-]+:\d{12}:cluster\/)?[a-zA-Z0-9_-]{1,255}$/,
  "the name or ARN of an ECS cluster",
  "Write the name (letters, digits, hyphens, underscores), or the whole ARN.",
);

export const containerName = text(
  /^[a-zA-Z0-9_-]{1,255}$/,
  "the name of a container",
  "Write it as the task definition has it: letters, digits, hyphens and underscores.",
);

export const variableName = text(
  /^[^\s=]+$/,
  "the name of an environment variable",
  "Write a name without blanks and equals signs.",
);

/** An object's own name in the settings. */
export const ownName = text(
  /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/,
  "a name for an image",
  "Use letters, digits, dots, hyphens and underscores.",
);

/** In seconds. */
export const duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const seconds = parseDuration(value);
  if (seconds !== undefined) return seconds;
  context.addIssue({
    code: "custom",
    message: "is not a duration.",
    params: { remedy: 'Write "30 min", "90 s", "1 h" or a number of seconds.' },
  });
  return z.NEVER;
});

/** Text that may have been typed as a number or a truth value, which YAML and Pulumi tell apart. */
export const scalarText = z
  .union([z.string(), z.number(), z.boolean()])
  .transform((value, context) => {
    if (typeof value !== "number" || Number.isSafeInteger(value)) return String(value);
    context.addIssue({
      code: "custom",
      message: "is a number that could be written in several ways.",
      params: { remedy: "Put it in quotes, so that it stays as it is." },
    });
    return z.NEVER;
  });

/** `true` or `false`; stack config has them as text at the top level. */
export const truth = z
  .union([z.boolean(), z.enum(["true", "false"])])
  .transform((value) => String(value) === "true");

/** A path below the project, the same on every machine. */
export const relativePath = z
  .string()
  .refine((value) => value !== "" && !/^([/\\~]|[a-zA-Z]:[/\\]|[a-z+]+:\/\/|git@)/.test(value), {
    error: "is not a path relative to the project.",
    params: { remedy: "Write it from the project's folder on, e.g. ./app." },
  });

export function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
