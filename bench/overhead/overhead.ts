import path from "node:path";
import { Ground } from "../ground/ground";
import { Contender, environmentOf, withoutDocker } from "./contender";
import { EmptyProgram } from "./emptyProgram";
import { measure, type Command } from "./measure";
import type { Options } from "./options";
import { releaseTimes, type ReleaseFacts } from "./releaseTimes";
import type { Kind, Turn } from "./turn";

type Tell = (text: string) => void;

/** Everything that the options ask for, one after the other. */
export async function measureOverhead(options: Options, tell: Tell): Promise<Turn[]> {
  const { timeScale, withBuild: builds, poll } = options;
  const ground = await Ground.start({ timeScale, builds, poll });
  try {
    await ground.writeProject(options.services.map((n) => environmentOf("slipway", n)));
    const empty = await EmptyProgram.create(path.join(ground.folder, "empty"));
    await measure(empty.up);
    const overhead = new Overhead(ground, empty, options, tell);
    for (const services of options.services) await overhead.ofSize(services);
    return overhead.turns;
  } finally {
    await ground.stop();
  }
}

class Overhead {
  readonly turns: Turn[] = [];
  private commits = 0;

  constructor(
    private readonly ground: Ground,
    private readonly empty: EmptyProgram,
    private readonly options: Options,
    private readonly tell: Tell,
  ) {}

  async ofSize(services: number): Promise<void> {
    const prepare = (tool: Parameters<typeof Contender.prepare>[1]) =>
      Contender.prepare(this.ground, tool, services, this.options.timeScale);
    const slipway = await prepare("slipway");
    const rivals = this.options.others.includes(services)
      ? [
          { name: "`ecs deploy`", contender: await prepare("ecs-deploy") } as const,
          { name: "script", contender: await prepare("script") } as const,
        ]
      : [];
    let commit = await this.commit();
    await slipway.pushImage(commit);
    await measure(slipway.release(commit));
    await slipway.succeeded(commit);
    const { withBuild } = this.options;
    for (let n = 1; n <= this.options.repetitions; n++) {
      this.tell(`${services} services, ${n} of ${this.options.repetitions}`);
      await this.turn("`slipway up`, nothing to do", services, slipway.release(commit));
      commit = await this.commit();
      for (const { contender } of [{ contender: slipway }, ...rivals]) {
        await contender.pushImage(commit);
      }
      await this.turn("`slipway preview`", services, slipway.slipway("preview", commit));
      await this.release("`slipway up`", services, slipway, commit, false);
      await this.turn("`slipway status`", services, slipway.slipway("status", commit));
      for (const { name, contender } of rivals) {
        await this.release(name, services, contender, commit, true);
      }
      if (!withBuild) continue;
      commit = await this.commit();
      await this.release("`slipway up` with a build", services, slipway, commit, false);
      for (const { name, contender } of rivals) {
        await this.release(`${name} with a build`, services, contender, commit, false);
      }
    }
  }

  /** @param noDocker whether the tool's script has to do without building */
  private async release(
    kind: Kind,
    services: number,
    contender: Contender,
    commit: string,
    noDocker: boolean,
  ): Promise<void> {
    const command = contender.release(commit, noDocker ? withoutDocker(this.ground.env) : {});
    await this.turn(kind, services, command, async () => ({
      succeeded: await contender.succeeded(commit),
      pushed: await contender.pushedAt(commit),
    }));
  }

  /** The empty program, then the command. @param ended what AWS says of a release afterwards */
  private async turn(
    kind: Kind,
    services: number,
    command: Command,
    ended?: () => Promise<Pick<ReleaseFacts, "succeeded" | "pushed">>,
  ): Promise<void> {
    const { control } = this.ground;
    const { timeScale } = this.options;
    const floor = await measure(this.empty.up);
    const { value, calls } = await control.during(async () => {
      const run = await measure(command);
      return { run, at: Date.now(), awsAt: await control.now() };
    });
    const { run, at, awsAt } = value;
    const byAws = (real: number) => awsAt - (at - real) * timeScale;
    const [started, said] = [byAws(run.startedAt), byAws(run.lastOutputAt)];
    this.turns.push({
      ...{ kind, services, floor, run, calls },
      ...(ended && {
        release: releaseTimes({ calls, started, said, timeScale, ...(await ended()) }),
      }),
    });
  }

  /** Something new to release. */
  private async commit(): Promise<string> {
    const { application } = this.ground;
    this.commits += 1;
    await application.write("greeting.txt", `Hello ${this.commits}\n`);
    return application.commit(`Greet ${this.commits}`);
  }
}
