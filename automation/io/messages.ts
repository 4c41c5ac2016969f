import type { ImageCopyEvent, TaskEvent, WaitingEvent } from "../../contract/events";
import { copyText } from "../render/copyText";
import { isSuccess, outcomeLabel } from "../../contract/outcome";
import type { RolloutEvent } from "../../contract/events";
import type { Origin } from "../../config/settings";
import type { Problem } from "../../config/problems/settingsError";
import type { FailureReport, ReleaseReport } from "../report/releaseReport";
import type { HistoryReport } from "../report/historyReport";
import type { SettingsCheck } from "../report/settingsCheck";
import type { StatusReport } from "../report/statusReport";
import type { GateReport } from "../report/gateReport";
import { gateText } from "../render/gateText";
import { historyText } from "../render/historyText";
import { define } from "./message";
import {
  buildMarkdown,
  errorMarkdown,
  previewMarkdown,
  releaseMarkdown,
} from "../render/releaseMarkdown";
import { buildText, failureText, previewText, releaseText } from "../render/releaseText";
import { settingsCheckMarkdown, settingsCheckText } from "../render/settingsCheckText";
import { originsText, statusText } from "../render/statusText";

interface Failure {
  /** The error's own stable code. */
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  readonly exitCode: number;
  /** Of settings, one by one. */
  readonly problems?: readonly Problem[];
}

/** Everything that Slipway says, in one place: the same for terminal, CI and JSON. */
export const messages = {
  // 1xxx: the run itself
  started: define<{ verb: string; environment: string; commit: string; to: string[] }>({
    code: "SLIPWAY-1001",
    level: "info",
    text: (p) => {
      const to = p.to.length > 0 ? ` to ${p.to.join(", ")}` : "";
      return `${p.environment}: ${p.verb} ${p.commit}${to}`;
    },
  }),
  stackCreated: define<{ stack: string }>({
    code: "SLIPWAY-1002",
    level: "info",
    text: (p) => `Created the stack ${p.stack}.`,
  }),
  stackAbsent: define<{ stack: string }>({
    code: "SLIPWAY-1003",
    level: "info",
    text: (p) => `There is no stack ${p.stack} yet; \`slipway up ${p.stack}\` creates it.`,
  }),
  cancelling: define<{ signal: string }>({
    code: "SLIPWAY-1004",
    level: "warning",
    text: (p) =>
      `${p.signal}: the run stops waiting. ECS carries on with deployments that have begun. Send it again to end at once.`,
  }),
  warning: define<{ service?: string; message: string }>({
    code: "SLIPWAY-1005",
    level: "warning",
    text: (p) => (p.service === undefined ? p.message : `${p.service}: ${p.message}`),
  }),
  failure: define<Failure>({
    code: "SLIPWAY-1006",
    level: "error",
    text: (p) => (p.remedy === undefined ? p.message : `${p.message}\n${p.remedy}`),
  }),

  /** A failure that is part of the result. */
  failureInReport: define<FailureReport>({
    code: "SLIPWAY-1008",
    level: "error",
    text: (p) => failureText(p),
  }),

  recovering: define<{ environment: string; services: { service: string; to: string }[] }>({
    code: "SLIPWAY-1009",
    level: "warning",
    text: (p) => {
      const targets = p.services.map(({ service, to }) => `${service} to ${to}`);
      return `${p.environment}: the release failed; recovering ${targets.join(", ")}`;
    },
  }),

  rollingBack: define<{
    environment: string;
    services: { service: string; from: string; to: string }[];
  }>({
    code: "SLIPWAY-1010",
    level: "info",
    text: (p) => {
      const moves = p.services.map(({ from, to }) => `${from} → ${to}`);
      return `${p.environment}: rolling back, ${moves.join(", ")}`;
    },
  }),

  promoting: define<{
    from: string;
    version: string;
    images: { image: string; digest: string }[];
  }>({
    code: "SLIPWAY-1020",
    level: "info",
    text: (p) => {
      const images = p.images.map(({ image, digest }) => `${image} ${digest}`);
      return `${p.from} runs ${p.version === "" ? "" : `${p.version}: `}${images.join(", ")}`;
    },
  }),

  servicesLeft: define<{ environment: string; services: readonly string[] }>({
    code: "SLIPWAY-1011",
    level: "info",
    text: (p) => `${p.environment}: not part of this release: ${p.services.join(", ")}`,
  }),

  sandboxStarted: define<{ dir: string; endpoint: string }>({
    code: "SLIPWAY-1007",
    level: "info",
    text: (p) =>
      `The sandbox runs: AWS is at ${p.endpoint}. To end it: slipway sandbox stop --dir ${p.dir}`,
  }),

  sandboxRunsAlready: define<{ problem: string; dir: string }>({
    code: "SLIPWAY-1021",
    level: "warning",
    text: (p) =>
      `${p.problem} Nothing was started; its variables are printed once more. To end it: slipway sandbox stop --dir ${p.dir}`,
  }),

  // 2xxx: images
  image: define<{ name: string; action: "build" | "existing"; reference: string }>({
    code: "SLIPWAY-2001",
    level: "info",
    text: (p) => `image ${p.name}: ${p.action === "build" ? "to build" : "found"} ${p.reference}`,
  }),
  imageBuilding: define<{ name: string }>({
    code: "SLIPWAY-2002",
    level: "info",
    text: (p) => `image ${p.name}: building and pushing`,
    subject: (p) => ({ name: `image ${p.name}`, state: "running" }),
  }),
  imageBuilt: define<{ name: string }>({
    code: "SLIPWAY-2003",
    level: "info",
    text: (p) => `image ${p.name}: built and pushed`,
    subject: (p) => ({ name: `image ${p.name}`, state: "succeeded" }),
  }),
  imageFailed: define<{ name: string }>({
    code: "SLIPWAY-2004",
    level: "error",
    text: (p) => `image ${p.name}: failed`,
    subject: (p) => ({ name: `image ${p.name}`, state: "failed" }),
  }),

  imageCopy: define<ImageCopyEvent>({
    code: "SLIPWAY-2005",
    level: "info",
    text: (p) => `image ${copyText(p)}`,
    subject: (p) => ({
      name: `image ${p.to}`,
      state: p.phase === "ended" ? "succeeded" : "running",
    }),
  }),

  // 3xxx: revisions
  revision: define<{ service: string; from: string; to?: string; action: string }>({
    code: "SLIPWAY-3001",
    level: "info",
    text: (p) => {
      if (p.action === "unchanged") return `${p.service}: ${p.from} needs no change`;
      const verb = p.action === "register" ? "registered" : "found";
      return `${p.service}: ${verb} ${p.to ?? "a new revision"}, from ${p.from}`;
    },
  }),

  // 4xxx: one-off tasks
  task: define<TaskEvent>({
    code: "SLIPWAY-4001",
    level: (p) => (taskFailed(p) ? "error" : "info"),
    text: taskText,
    subject: (p) => ({
      name: `task of ${p.service}`,
      state: p.phase !== "ended" ? "running" : taskFailed(p) ? "failed" : "succeeded",
    }),
  }),

  // 5xxx: rollouts
  waiting: define<WaitingEvent>({
    code: "SLIPWAY-5003",
    level: "info",
    text: (p) => `${p.service}: ${p.status}`,
    subject: (p) => ({ name: p.service, state: "running" }),
  }),
  rolloutProgress: define<RolloutEvent>({
    code: "SLIPWAY-5001",
    level: "info",
    text: (p) => `${p.service}: ${p.status ?? rolloutCounts(p)}`,
    subject: (p) => ({ name: p.service, state: "running" }),
  }),
  rolloutEnded: define<RolloutEvent>({
    code: "SLIPWAY-5002",
    level: (p) => (succeeded(p) ? "info" : "error"),
    text: (p) => {
      const label = p.outcome ? outcomeLabel(p.outcome) : "ended";
      const why = succeeded(p) || p.reason === undefined ? "" : `: ${p.reason}`;
      const on = p.to !== undefined && succeeded(p) ? ` ${p.to}` : "";
      const time = p.seconds === undefined ? "" : ` (${p.seconds.toFixed(0)} s)`;
      return `${p.service}: ${label}${on}${time}${why}`;
    },
    subject: (p) => ({ name: p.service, state: succeeded(p) ? "succeeded" : "failed" }),
  }),

  // 6xxx: gates
  gateStarted: define<{ gate: string }>({
    code: "SLIPWAY-6001",
    level: "info",
    text: (p) => `${p.gate}: checking`,
    subject: (p) => ({ name: p.gate, state: "running" }),
  }),
  gateEnded: define<GateReport>({
    code: "SLIPWAY-6002",
    level: (p) => (p.result === "red" || p.result === "unknown" ? "error" : "info"),
    text: gateText,
    subject: (p) => ({ name: p.gate, state: p.result === "green" ? "succeeded" : "failed" }),
  }),

  // 9xxx: results
  previewed: define<ReleaseReport>({
    code: "SLIPWAY-9001",
    level: "result",
    text: previewText,
    markdown: previewMarkdown,
  }),
  released: define<ReleaseReport>({
    code: "SLIPWAY-9002",
    level: "result",
    text: releaseText,
    markdown: releaseMarkdown,
  }),
  built: define<ReleaseReport>({
    code: "SLIPWAY-9003",
    level: "result",
    text: buildText,
    markdown: buildMarkdown,
  }),
  settingsChecked: define<SettingsCheck>({
    code: "SLIPWAY-9009",
    level: "result",
    text: settingsCheckText,
    markdown: settingsCheckMarkdown,
  }),
  status: define<StatusReport>({ code: "SLIPWAY-9004", level: "result", text: statusText }),
  history: define<HistoryReport>({ code: "SLIPWAY-9008", level: "result", text: historyText }),
  explained: define<{ environment: string; settings: readonly Origin[] }>({
    code: "SLIPWAY-9005",
    level: "result",
    text: (p) => originsText(p.settings),
  }),
  /** For `--json` and `--output markdown`: stdout has a result even where the command failed. */
  failed: define<{ exitCode: number; error: Failure }>({
    code: "SLIPWAY-9007",
    level: "result",
    text: (p) => p.error.message,
    markdown: (p) => errorMarkdown("Slipway failed", p.error.message, p.error.remedy),
  }),
  sandbox: define<{ text: string; state: unknown }>({
    code: "SLIPWAY-9006",
    level: "result",
    text: (p) => p.text,
  }),
};

function succeeded(event: RolloutEvent): boolean {
  return event.outcome !== undefined && isSuccess(event.outcome);
}

function rolloutCounts({ phase, running, desired, to }: RolloutEvent): string {
  const target = to ?? "the new revision";
  if (running === undefined || desired === undefined) {
    return phase === "started" ? `moving to ${target}` : `${phase} ${target}`;
  }
  return `${running} of ${desired} running on ${target}`;
}

function taskFailed({ phase, exitCode }: TaskEvent): boolean {
  return phase === "ended" && exitCode !== 0;
}

function taskText(event: TaskEvent): string {
  const { service, phase, exitCode, reason, logLines = [] } = event;
  const exit = exitCode === undefined ? "" : ` with exit code ${exitCode}`;
  const why = reason === undefined ? "" : `: ${reason}`;
  const head = `task of ${service}: ${phase}${phase === "ended" ? exit : ""}${why}`;
  return [head, ...logLines.map((line) => `  | ${line}`)].join("\n");
}
