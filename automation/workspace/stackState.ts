import { z } from "zod";
import { deployedRevision, type DeployedRevision } from "../../contract/deployedRevision";

/** What the runner reads in a stack's state: the rollouts, what they remember, and the outputs. */
export interface StackState {
  readonly rollouts: readonly RolloutState[];
  /** Further resources that belong to a service. */
  readonly revisions: readonly ServiceResource[];
  readonly tasks: readonly ServiceResource[];
  /** The program's own; secret ones are not there. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Resources of which a run that died doesn't know whether it made them. */
  readonly pendingCreates: number;
}

/** Of one service of a cluster. */
export interface ServiceResource {
  readonly urn: string;
  readonly cluster: string;
  readonly service: string;
}

export interface RolloutState extends ServiceResource {
  /** `release-mage-web` */
  readonly resource: string;
  /** ARN of the revision that the last rollout was to, or left the service on. */
  readonly taskDefinition?: string;
  /** Containers whose image the release chose. */
  readonly containers: readonly string[];
  /** Newest first; what was deployed and, where so marked, brought back later. */
  readonly history: readonly DeployedRevision[];
}

const rolloutType = "slipway:ecs:ServiceRollout";
const revisionType = "slipway:ecs:TaskDefinitionRevision";
const taskType = "slipway:ecs:TaskRun";

const serviceResource = z.object({
  urn: z.string(),
  inputs: z.object({ cluster: z.string(), service: z.string() }),
});

const rolloutResource = z.object({
  urn: z.string(),
  inputs: z.object({
    cluster: z.string(),
    service: z.string(),
    digests: z.record(z.string(), z.unknown()).optional(),
  }),
  outputs: z
    .object({
      taskDefinition: z.string().optional(),
      // State may be of another version of Slipway: what is not understood is not there.
      history: z.array(deployedRevision).optional().catch(undefined),
    })
    .default({}),
});

const document = z.object({
  deployment: z
    .object({
      resources: z
        .array(z.looseObject({ urn: z.string(), type: z.string(), delete: z.boolean().optional() }))
        .nullish(),
      pending_operations: z.array(z.looseObject({ type: z.string() })).nullish(),
    })
    .nullish(),
});

/** @param text what `pulumi stack export` prints */
export function parseStackState(text: string): StackState {
  const { deployment } = document.parse(JSON.parse(text));
  const resources = (deployment?.resources ?? []).filter((resource) => !resource.delete);
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  const ofType = (wanted: string) => resources.filter(({ type }) => type === wanted);
  return {
    rollouts: ofType(rolloutType).flatMap(rolloutState),
    revisions: ofType(revisionType).flatMap(ofService),
    tasks: ofType(taskType).flatMap(ofService),
    outputs: openOutputs(stack?.["outputs"]),
    pendingCreates: (deployment?.pending_operations ?? []).filter(({ type }) => type === "creating")
      .length,
  };
}

function rolloutState(resource: unknown): RolloutState[] {
  const parsed = rolloutResource.safeParse(resource);
  if (!parsed.success) return [];
  const { urn, inputs, outputs } = parsed.data;
  const { cluster, service, digests = {} } = inputs;
  return [
    {
      ...{ urn, cluster, service },
      resource: urn.split("::").slice(3).join("::"),
      ...(outputs.taskDefinition !== undefined && { taskDefinition: outputs.taskDefinition }),
      containers: Object.keys(digests),
      history: outputs.history ?? [],
    },
  ];
}

function ofService(resource: unknown): ServiceResource[] {
  const { data } = serviceResource.safeParse(resource);
  return data ? [{ urn: data.urn, ...data.inputs }] : [];
}

/** How the engine marks a secret in a state. */
const secretMark = "4dabf18193072939515e22adb298388d";

function openOutputs(outputs: unknown): Record<string, unknown> {
  if (typeof outputs !== "object" || outputs === null) return {};
  const entries = Object.entries(outputs).filter(
    ([, value]) => !JSON.stringify(value ?? null).includes(secretMark),
  );
  return Object.fromEntries(entries);
}
