import { attach } from "../../targets/ecs/controllers/ecs/start";
import { awaitOutcome } from "../../targets/ecs/watch/awaitOutcome";
import type { Outcome } from "../../contract/outcome";
import { primaryOf } from "../../targets/ecs/watch/snapshot";
import { countsOf, statusLine } from "../../targets/ecs/judge/status";
import { defaultRules } from "../../targets/ecs/judge/verdict";
import { Watcher } from "../../targets/ecs/watch/watcher";
import { describeServices } from "../../targets/ecs/services";
import { revisionName } from "../../targets/ecs/taskDefinition/revisionName";
import type { Settings } from "../../config/settings";
import { messages } from "../io/messages";
import { isMoving } from "./isMoving";
import type { ActionContext } from "../release/context";

export interface Watched {
  readonly outcome: Outcome;
  /** One sentence. */
  readonly reason: string;
}

/**
 * Watches every service that is moving until its deployment ends, a limit of the settings is reached,
 * or the signal aborts. Judges by the same rules as a release. Sends nothing.
 * @returns by service that was moving
 */
export async function watchServices(
  { ecs, clock, env, io, signal }: ActionContext,
  { aws, cluster, services, rollout: limits }: Settings,
): Promise<Map<string, Watched>> {
  const api = ecs(aws);
  const interval = Number(env.SLIPWAY_POLL_MILLISECONDS);
  const watcher = new Watcher(api, { clock, ...(interval > 0 && { interval }) });
  const names = services.map(({ name }) => name);
  const found = await describeServices(api, cluster, names, signal);
  const ended = await Promise.all(
    [...found].map(async ([service, live]) => {
      const primary = primaryOf(live);
      if (!primary?.id || !isMoving(live)) return undefined;
      const start = attach(primary, live);
      if (start.kind !== "watch") return undefined;
      const { id: deploymentId, taskDefinition = "", createdAt = new Date(0) } = primary;
      const target = { deploymentId, taskDefinition, createdAt };
      const to = revisionName(taskDefinition);
      const began = clock.monotonic();
      const { withServiceDeployment } = start;
      const watch = watcher.watch({ cluster, service, target, withServiceDeployment });
      const about = { type: "rollout", service, to, deploymentId } as const;
      io.notify(messages.rolloutProgress({ ...about, phase: "started" }));
      const { outcome, reason } = await awaitOutcome(
        clock,
        watch,
        { target, limits, rules: defaultRules },
        ({ latest }, verdict) => {
          const counts = latest?.service && countsOf(latest.service, deploymentId);
          if (!counts) return;
          const status = statusLine(counts, to, verdict);
          io.notify(messages.rolloutProgress({ ...about, phase: "progress", status }));
        },
        signal,
      ).finally(() => watch.close());
      const seconds = (clock.monotonic() - began) / 1000;
      io.notify(messages.rolloutEnded({ ...about, phase: "ended", outcome, reason, seconds }));
      return [service, { outcome, reason }] as const;
    }),
  );
  return new Map(ended.filter((one) => one !== undefined));
}
