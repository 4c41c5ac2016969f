import type { Service } from "@aws-sdk/client-ecs";
import type { OutcomeKind } from "../../contract/outcome";
import type { Interceptor } from "../../emulator/wire/dispatch";
import { FakeOciRegistry } from "../_helpers/fakeOciRegistry";
import { FaultAws, repository } from "./_ground/faultAws";
import { newCommit, oldCommit, releasedAgain, type ReleasedBefore } from "./_ground/releasedBefore";
import { faulty, type FaultCase, type Policy, type Runs, type Size } from "./faultCase";

/** How a release went that ran into a fault, and what is where when nothing moves any more. */
export interface Seen {
  readonly exit: number | null;
  /** By service; none where it ended before any of them. */
  readonly outcomes: Readonly<Record<string, OutcomeKind | undefined>>;
  readonly runs: Readonly<Record<string, Runs>>;
  readonly tag: "new" | "old" | "other";
  /** What the release added to the faulty service's family, and to its deployments. */
  readonly revisions: number;
  readonly deployments: number;
  /** Everything that was said. */
  readonly output: string;
}

/** Releases `newCommit` for real, onto services that run `oldCommit`, with a fault in the way. */
export async function runFaultCase(
  fault: FaultCase,
  policy: Policy,
  before: ReleasedBefore,
): Promise<Seen> {
  const moving = new WhileMoving(fault);
  const aws = await FaultAws.start(before.services, new FakeOciRegistry(), {
    interceptors: [moving.interceptor],
  });
  moving.aws = aws;
  const { "slipway:rollout": rollout, ...config } = (fault.config ?? {}) as Record<string, object>;
  const settings = { ...config, "slipway:rollout": { ...rollout, onFailure: policy } };
  const project = await releasedAgain(before, aws, settings, fault.service);
  try {
    const [revisions, deployments] = await counts(aws);
    if (fault.scenario) aws.apply(fault.scenario);
    const { code, stdout, stderr, report } = await project.slipway(["up", "staging"], newCommit);
    await moving.done();
    const forEver = fault.expected(policy, before.services.length as Size).faulty === "moving";
    const services = await aws.settled(forEver ? 300 : undefined);
    const runs = services.map(async (s) => [s.serviceName ?? "", await runsOf(aws, s)] as const);
    return {
      exit: code,
      outcomes: Object.fromEntries(report?.services.map((s) => [s.service, s.outcome]) ?? []),
      runs: Object.fromEntries(await Promise.all(runs)),
      tag: tagOf(aws.registry),
      revisions: (await counts(aws))[0] - revisions,
      deployments: (await counts(aws))[1] - deployments,
      output: `${stdout}\n${stderr}`,
    };
  } finally {
    await project.remove();
    await aws.close();
  }
}

/** Revisions of the faulty service's family, and deployments of the service. */
function counts(aws: FaultAws): Promise<[number, number]> {
  return Promise.all([aws.revisions(faulty), aws.deployments(faulty)]);
}

/** Does what a case asks for while its services are being moved. */
class WhileMoving {
  aws: FaultAws | undefined;
  private doing: Promise<void> | undefined;
  private readonly moved = new Set<unknown>();

  constructor(private readonly fault: FaultCase) {}

  readonly interceptor: Interceptor = async ({ operation, input }, { accessKeyId }, next) => {
    const answer = await next();
    const { aws, fault } = this;
    if (operation !== "UpdateService" || accessKeyId !== "AKIASLIPWAY" || !aws) return answer;
    const all = this.moved.size === aws.services.length;
    this.moved.add(input["service"]);
    if (!all && this.moved.size === aws.services.length) fault.whenAllMove?.(aws);
    if (input["service"] === faulty) {
      this.doing ??= Promise.resolve().then(() => fault.meanwhile?.(aws));
    }
    return answer;
  };

  async done(): Promise<void> {
    await this.doing;
  }
}

async function runsOf(aws: FaultAws, service: Service): Promise<Runs> {
  if (service.status !== "ACTIVE") return "gone";
  const { deployments = [] } = service;
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  if (primary?.rolloutState === "FAILED") return "failed";
  if (deployments.length > 1 || primary?.rolloutState !== "COMPLETED") return "moving";
  const tag = await aws.tagOf(service);
  return tag === newCommit ? "new" : tag === oldCommit ? "old" : "other";
}

function tagOf(registry: FakeOciRegistry): Seen["tag"] {
  const digest = registry.digest(repository, "staging");
  if (digest === registry.digest(repository, newCommit)) return "new";
  return digest === registry.digest(repository, oldCommit) ? "old" : "other";
}
