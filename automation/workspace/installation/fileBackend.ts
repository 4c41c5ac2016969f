/**
 * What Pulumi needs in its environment to keep a state in a folder safely. It writes a second file
 * beside each of its own (`staging.json.attrs`), not in one step: whoever reads meanwhile, and
 * everybody after a writer was killed in between, finds it empty and fails. Nothing reads what is
 * in it, and `metadata=skip` leaves it out (gocloud.dev/blob/fileblob).
 * @param url `PULUMI_BACKEND_URL`
 */
export function fileBackend(url: string | undefined): { PULUMI_BACKEND_URL?: string } {
  if (!url?.startsWith("file://") || /[?&]metadata=/.test(url)) return {};
  return { PULUMI_BACKEND_URL: `${url}${url.includes("?") ? "&" : "?"}metadata=skip` };
}
