import type { EngineNotice } from "../workspace/engineNotice";
import type { AlarmsBefore } from "../gates/releaseGates";

/**
 * What alarms were when a release began to do something. What another's rollout has set off while
 * that one was waited for is nothing that the release has done.
 */
export class AlarmsAtStart {
  private waits = false;
  private later: Promise<AlarmsBefore | undefined> | undefined;

  /** @param lookAgain asked at most once after each wait; where it fails the first look counts */
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

  async told(first: AlarmsBefore): Promise<AlarmsBefore> {
    return (await this.later) ?? first;
  }
}
