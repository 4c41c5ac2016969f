import { createDemoApi, type DemoApi } from "../../demo/awsDemoApi";
import type { Sandbox } from "../../sandbox/startSandbox";
import type { Control } from "./control";

export type Variables = Readonly<Record<string, string | undefined>>;

/** Everything that the benchmarks know of how the emulator is reached, and with which keys. */
export interface Access {
  /** The emulator's, without a path. */
  readonly endpoint: string;
  /** The clients of the benchmark itself. */
  readonly api: DemoApi;
  /** The variables of a sandbox's shell, for what is measured. */
  readonly env: Variables;
  /** Tells the calls of one run from the others' where several runs go on at the same time. */
  ofRun(name: string): Promise<RunAccess>;
}

export interface RunAccess {
  readonly accessKeyId: string;
  /** What differs from the other runs' variables. */
  readonly env: Variables;
}

export function accessTo({ state }: Sandbox, control: Control): Access {
  return {
    endpoint: state.endpoint ?? "",
    api: createDemoApi(state.env),
    env: state.env,
    async ofRun(name) {
      const accessKeyId = `AKIA-${name}`;
      const secret = await control.addKey(accessKeyId);
      return {
        accessKeyId,
        env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secret },
      };
    },
  };
}

const foreign = /^(AWS_|PULUMI_|BUILDKITE|DOCKER_|BUILDX_|TS_NODE_|SLIPWAY_|CI$|ENV$)/;

/** Without what the machine's own settings would bring in. */
export function ownEnvironment(env: Variables): Variables {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}
