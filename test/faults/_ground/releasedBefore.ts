import { FaultAws, repository, type Definition } from "./faultAws";
import { FaultProject } from "./faultProject";

/** The commit that runs, and the one that is released. */
export const oldCommit = "a".repeat(40);
export const newCommit = "b".repeat(40);

/** What a release of `oldCommit` left behind, to be put into another AWS: made once, used often. */
export interface ReleasedBefore {
  readonly services: readonly string[];
  /** Pulumi's. */
  readonly state: string;
  /** By family: the revisions, oldest first. */
  readonly definitions: Readonly<Record<string, readonly Definition[]>>;
  readonly registryHost: string;
}

/** Releases `oldCommit` for real, onto services that something else deployed before. */
export async function releaseBefore(services: readonly string[]): Promise<ReleasedBefore> {
  const aws = await FaultAws.start(services);
  const project = await FaultProject.create(aws.env, {});
  try {
    const first = firstDefinition(aws.registry.host);
    aws.registry.push(repository, "first");
    aws.registry.push(repository, oldCommit);
    await aws.createServices(() => [first]);
    const { code, stderr } = await project.slipway(["up", "staging"], oldCommit);
    if (code !== 0) throw new Error(`The first release failed:\n${stderr}`);
    const definitions: Record<string, Definition[]> = {};
    for (const name of services) definitions[name] = [first, await aws.definition(name)];
    const state = await project.state();
    return { services, state, definitions, registryHost: aws.registry.host };
  } finally {
    await project.remove();
    await aws.close();
  }
}

/** Brings `before` into an AWS of its own, with the image of `newCommit` in the registry. */
export async function releasedAgain(
  before: ReleasedBefore,
  aws: FaultAws,
  config: object,
  service: Parameters<FaultAws["createServices"]>[1] = {},
): Promise<FaultProject> {
  const here = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replaceAll(before.registryHost, aws.registry.host)) as T;
  for (const tag of ["first", oldCommit, newCommit]) aws.registry.push(repository, tag);
  aws.registry.tag(repository, oldCommit, "staging");
  await aws.createServices((family) => here(before.definitions[family] ?? []), service);
  const { state } = here({ state: before.state });
  return FaultProject.create(aws.env, config, state);
}

function firstDefinition(host: string): Definition {
  return {
    containerDefinitions: [
      {
        name: "app",
        image: `${host}/${repository}:first`,
        memory: 128,
        essential: true,
        environment: [{ name: "DD_VERSION", value: "first" }],
        healthCheck: { command: ["CMD", "true"], interval: 10, retries: 3, startPeriod: 10 },
      },
      { name: "router", image: "registry.test/router:3", memory: 64, essential: false },
    ],
  };
}
