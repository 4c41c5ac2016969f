import { createHash } from "node:crypto";
import { z } from "zod";
import { digestDifferences } from "../../release/approvedDigests";
import type { ImageReport, ReleaseReport, ServiceReport } from "../../report/releaseReport";

const plan = z.object({
  cluster: z.string(),
  commit: z.string(),
  /** Image → digest, where the plan takes one that is there. */
  images: z.record(z.string(), z.string()),
  /** Service that changes → the revision that it runs, and a digest of what changes in it. */
  services: z.record(z.string(), z.tuple([z.string(), z.string()])),
});

/** An approved plan. It is small, because it travels as a build's meta-data. */
export type ApprovedPlan = z.infer<typeof plan>;

export function planOf(report: ReleaseReport): ApprovedPlan {
  return {
    cluster: report.cluster,
    commit: report.commit.version,
    images: Object.fromEntries(report.images.flatMap(foundImage)),
    services: Object.fromEntries(
      report.services.filter(({ action }) => action !== "unchanged").map(changeOf),
    ),
  };
}

/** @returns undefined for what is no plan */
export function parsePlan(text: string): ApprovedPlan | undefined {
  try {
    return plan.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * How a plan differs from the approved one, in sentences. A smaller plan does not differ: an earlier
 * try of the job may have made a part of the changes, or built an image.
 */
export function differences(approved: ApprovedPlan, now: ApprovedPlan): string[] {
  const services = Object.entries(now.services).flatMap(([service, [from, change]]) => {
    const seen = approved.services[service];
    if (!seen) return [`${service} would change; the approver saw that it would not.`];
    if (seen[0] !== from) return [`${service} runs ${from}; the approver saw ${seen[0]}.`];
    return seen[1] === change ? [] : [`The change of ${service} is another one.`];
  });
  if (services.length === 0 && Object.keys(now.services).length === 0) return [];
  const named = (["cluster", "commit"] as const).flatMap((what) =>
    approved[what] === now[what]
      ? []
      : [`The ${what} is ${now[what]}; the approver saw ${approved[what]}.`],
  );
  return [...named, ...digestDifferences(approved.images, now.images), ...services];
}

function foundImage({ name, action, digest }: ImageReport): [string, string][] {
  return action === "existing" && digest !== undefined ? [[name, digest]] : [];
}

function changeOf({ service, from, images, variables }: ServiceReport): [string, [string, string]] {
  const change = {
    // Whether a tag's digest was known already is no change.
    images: images.map(({ container, to }) => [container, to.replace(/@.*$/, "")]).sort(),
    variables: variables.map((v) => [v.container, v.name, v.change]).sort(),
  };
  const digest = createHash("sha256").update(JSON.stringify(change)).digest("hex").slice(0, 16);
  return [service, [from ?? "?", digest]];
}
