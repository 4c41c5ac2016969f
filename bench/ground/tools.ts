import path from "node:path";

/** One way to release. */
export interface Tool {
  readonly name: "slipway" | "ecs-deploy" | "script";
  /** For the table. */
  readonly title: string;
  /** @param environment the scenario's name, which is the environment's */
  command(environment: string): readonly [program: string, ...args: string[]];
  /** The lines that tell how it ended; without it, or without such a line, it is the last one. */
  readonly verdict?: RegExp;
  /** Beyond what all of them get. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const checkout = path.join(__dirname, "..", "..");
/** Docker's own builder, as on an agent without buildx. */
const plainDocker = { BUILDX_BUILDER: undefined, DOCKER_BUILDKIT: "0" };

/** Each builds, pushes and releases `BUILDKITE_COMMIT`, by the same variables. */
export const tools: readonly Tool[] = [
  {
    name: "slipway",
    title: "`slipway up`",
    verdict: /^(error: |\S+ +\S+:\d+ +\S+:\d+ )/,
    command: (environment) => [path.join(checkout, "bin/slipway"), "up", environment],
  },
  {
    name: "ecs-deploy",
    title: "`ecs deploy`",
    verdict: /^(Deployment|Rollback|An error)/,
    command: () => ["bash", path.join(checkout, "bench/baseline/ecs-deploy.sh")],
    env: plainDocker,
  },
  {
    name: "script",
    title: "script",
    command: () => ["bash", path.join(checkout, "bench/baseline/deploy-ecs.sh")],
    env: plainDocker,
  },
];
