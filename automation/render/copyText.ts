import type { ImageCopyEvent } from "../../contract/events";
import type { CopyReport } from "../report/releaseReport";

/** An image's way into another repository, as it goes. */
export function copyText(event: ImageCopyEvent): string {
  const { phase, from, to, bytes = 0, total = 0 } = event;
  if (phase === "copying")
    return `copying ${from} → ${to}: ${sizeText(bytes)} of ${sizeText(total)}`;
  return copyReportText({ ...event, copied: phase === "ended" });
}

/** What became of it, or what it would be. */
export function copyReportText(copy: Omit<CopyReport, "digest">): string {
  const { from, to, copied, layers = 0, bytes = 0, mounted = 0, manifests = 0 } = copy;
  const way = `${from} → ${to}`;
  if (manifests === 0 && layers === 0) return `${way}: there already, 0 B`;
  const sent = `${layers} ${layers === 1 ? "layer" : "layers"}, ${sizeText(bytes)}`;
  const near = mounted > 0 ? `, ${mounted} taken over in place` : "";
  return `${copied ? "copied" : "to copy"} ${way}: ${sent}${near}`;
}

const units = ["B", "kB", "MB", "GB"];

/** Bytes for people, in powers of 1000 as registries count: `12.3 MB`. */
export function sizeText(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${units[power] ?? ""}`;
}
