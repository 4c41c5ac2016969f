import type { ActionContext } from "../../../automation/release/context";
import type { AlarmsApi } from "../../../automation/gates/alarmsApi";
import type { RunCommand } from "../../../automation/gates/commandGate";
import type { Fetch } from "../../../automation/gates/httpGate";
import { RecordingHost } from "../../../automation/io/ioHost";
import { Mask } from "../../../automation/io/mask";
import type { BuildkiteAgent } from "../../../automation/ci/buildkite/buildkiteAgent";
import type { Notifier } from "../../../automation/notify/notifier";
import type { EcsApi } from "../../../targets/ecs/ecsApi";
import type { ImageRegistry } from "../../../registry/imageRegistry";
import { VirtualClock } from "../../_helpers/virtualClock";
import { FakeRegistry } from "../../provider/_helpers/fakeRegistry";
import { FakeWorkspace, type Scenario } from "./fakeWorkspace";

export const commit = "4f1c2d9e0b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d";

/** Enough settings for a release of two services. */
export const stackConfig: Readonly<Record<string, string>> = {
  "slipway:cluster": "mage",
  "slipway:services": '["mage-web","mage-worker"]',
  "slipway:images": JSON.stringify({
    mage: { repositoryUrl: "123456789012.dkr.ecr.us-east-1.amazonaws.com/mage", context: "." },
  }),
  "aws:region": "us-east-1",
};

export interface FakeContext extends ActionContext {
  readonly io: RecordingHost;
  readonly fake: FakeWorkspace;
  /** How many Docker logins are there still. */
  readonly logins: { open: number };
}

export function actionContext(
  scenario: Scenario,
  extra: Partial<Pick<ActionContext, "env" | "signal">> & {
    ecs?: EcsApi;
    registry?: ImageRegistry;
    alarms?: AlarmsApi;
    fetch?: Fetch;
    runCommand?: RunCommand;
    hasProgram?: (program: string) => boolean;
    clock?: VirtualClock;
    buildkite?: BuildkiteAgent;
    credentials?: boolean;
    notifiers?: readonly Notifier[];
  } = {},
): FakeContext {
  const fake = new FakeWorkspace({ config: stackConfig, ...scenario });
  const logins = { open: 0 };
  return {
    fake,
    logins,
    workspace: () => Promise.resolve(fake),
    io: new RecordingHost(),
    mask: new Mask(),
    clock: extra.clock ?? new VirtualClock(),
    env: extra.env ?? {},
    git: () => Promise.resolve({ found: true, head: commit, dirty: false }),
    dockerLogin: () => {
      logins.open += 1;
      return Promise.resolve({
        env: { DOCKER_CONFIG: "/tmp/docker" },
        secrets: ["registry-password"],
        remove: () => {
          logins.open -= 1;
          return Promise.resolve();
        },
      });
    },
    ecs: () => extra.ecs ?? missing("ECS"),
    registry: () => extra.registry ?? new FakeRegistry(),
    alarms: () => extra.alarms ?? missing("CloudWatch"),
    fetch: extra.fetch ?? (() => missing("network")),
    runCommand: extra.runCommand ?? (() => missing("commands")),
    hasProgram: extra.hasProgram ?? (() => true),
    ...(extra.buildkite && { buildkite: extra.buildkite }),
    project: { folder: fake.folder, stackFile: () => Promise.resolve(fake.config) },
    hasCredentials: () => Promise.resolve(extra.credentials ?? true),
    notifiers: () => extra.notifiers ?? [],
    signal: extra.signal ?? new AbortController().signal,
  };
}

function missing(what: string): never {
  throw new Error(`This test has no ${what}.`);
}
