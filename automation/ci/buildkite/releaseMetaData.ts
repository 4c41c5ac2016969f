import type { ReleaseReport } from "../../report/releaseReport";

/**
 * Facts of a successful release for later steps of the build, as meta-data:
 * `slipway:staging:commit`, `…:images` (name → `repository@digest`), `…:revisions` (service →
 * `family:n`), the last two as JSON.
 */
export function releaseMetaData(report: ReleaseReport): Record<string, string> {
  const key = (name: string) => `slipway:${report.environment}:${name}`;
  const images = report.images.flatMap(({ name, reference, digest }) =>
    digest === undefined ? [] : [[name, `${repository(reference)}@${digest}`] as const],
  );
  const revisions = report.services.flatMap(({ service, to }) =>
    to === undefined ? [] : [[service, to] as const],
  );
  return {
    [key("commit")]: report.commit.version,
    ...(images.length > 0 && { [key("images")]: JSON.stringify(Object.fromEntries(images)) }),
    ...(revisions.length > 0 && {
      [key("revisions")]: JSON.stringify(Object.fromEntries(revisions)),
    }),
  };
}

/** `repository[:tag]` without the tag; a colon before the last slash is that of a port. */
function repository(reference: string): string {
  const name = reference.replace(/@.*$/, "");
  const colon = name.lastIndexOf(":");
  return colon > name.lastIndexOf("/") ? name.slice(0, colon) : name;
}
