import type { EngineNotice } from "../workspace/engineNotice";
import type { AlarmsBefore } from "../gates/releaseGates";

/**
 * Which alarms were in ALARM when a release began to move something. A release may first wait for
 * another deployer's rollout, and an alarm that this rollout sets off is not the release's.
 */
export class AlarmsAtStart {
  private waits = false;
  private later: Promise<AlarmsBefore | undefined> | undefined;

  /** @param lookAgain called at most once after each wait; where it fails the first look counts */
  constructor(private readonly lookAgain: () => Promise<AlarmsBefore>) {}

  observe(notice: EngineNotice): void {
    if (notice.kind !== "release") return;
    const { type } = notice.event;
    if (type === "waiting") {
      this.waits = true;
    } else if (this.waits && type !== "warning") {
      this.waits = false;
      this.later = this.lookAgain().catch(() => undefined);
    }
  }

  async atStart(first: AlarmsBefore): Promise<AlarmsBefore> {
    return (await this.later) ?? first;
  }
}
