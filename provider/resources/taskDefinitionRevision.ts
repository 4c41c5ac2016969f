import { ServiceNotActive, ServiceNotFound } from "../../targets/ecs/ecsErrors";
import type { RevisionEvent } from "../../contract/events";
import { ContainerNotChosen } from "../../targets/ecs/taskDefinition/chooseContainers";
import { VariableIsSecret } from "../../targets/ecs/taskDefinition/patch";
import {
  planRevision,
  type RevisionPlan,
  type RevisionRequest,
} from "../../targets/ecs/taskDefinition/revisions";
import { taskDefinitionsOf } from "../../targets/ecs/taskDefinition/taskDefinitions";
import { changesBetween, identityChanges } from "../difference";
import { UNKNOWN } from "../properties";
import type { Context, Done, Live, Old, Resource } from "../resource";
import type { ProviderDependencies } from "../providerDependencies";
import { sameClusterAs } from "./sameClusterAs";
import { liveInputs } from "./liveInputs";
import { revisionInputs, type RevisionInputs, type RevisionOutputs } from "./revisionInputs";

/**
 * The revision that a service shall run: what it runs now, with image and variables set. Made
 * from what is live at that moment, and never registered a second time.
 */
export class TaskDefinitionRevision implements Resource<RevisionInputs, RevisionOutputs> {
  readonly inputs = revisionInputs;
  readonly secrets = [];
  readonly outputs = [
    "taskDefinitionArn",
    "revision",
    "containers",
    "images",
    "current",
  ] as const satisfies (keyof RevisionOutputs)[];
  readonly refreshBeforeUpdate = true;

  constructor(private readonly services: Pick<ProviderDependencies, "ecs" | "registrar">) {}

  diff(old: Old<RevisionInputs, RevisionOutputs>, news: Partial<RevisionInputs>) {
    // Who else is in the release changes nothing in this service.
    const { siblings } = old.inputs;
    const after = sameClusterAs(old.inputs, { ...news, siblings });
    const inputs = changesBetween({ ...old.inputs, siblings }, after);
    const changed = Object.keys(inputs).length > 0;
    const changes = changed || old.outputs.current === false;
    const replaces = identityChanges(inputs, ["cluster", "service"]);
    return {
      changes,
      inputs,
      ...(replaces.length > 0 && { replaces }),
    };
  }

  async preview(
    news: Partial<RevisionInputs>,
    { log, signal }: Context,
  ): Promise<Partial<RevisionOutputs>> {
    const parsed = revisionInputs.safeParse(news);
    if (!parsed.success || holdsUnknown(parsed.data)) return {};
    const plan = await planRevision(this.services.ecs, requestOf(parsed.data), signal);
    log.event(eventOf(plan, true));
    const { taskDefinitionArn, revision } = plan.to;
    return {
      containers: plan.containers,
      images: chosenImages(plan),
      current: true,
      ...(taskDefinitionArn !== undefined && { taskDefinitionArn }),
      ...(revision !== undefined && { revision }),
    };
  }

  async create(news: RevisionInputs, context: Context) {
    const done = await this.update(news, context);
    return { ...done, id: `${news.cluster}/${news.service}` };
  }

  async update(news: RevisionInputs, { log, signal }: Context): Promise<Done<RevisionOutputs>> {
    const { ecs, registrar } = this.services;
    const plan = await planRevision(ecs, requestOf(news), signal);
    const registered = await registrar.register(plan, signal);
    const { taskDefinitionArn, revision, action } = registered;
    log.event(eventOf({ ...plan, action, to: { ...plan.to, revision } }, false));
    return {
      outputs: {
        taskDefinitionArn,
        revision,
        containers: plan.containers,
        images: chosenImages(plan),
        current: true,
      },
    };
  }

  /** What the service runs now, in the words of the inputs. */
  async read(
    { signal }: Context,
    old: Old<RevisionInputs, RevisionOutputs>,
  ): Promise<Live<RevisionInputs, RevisionOutputs> | undefined> {
    const inputs = revisionInputs.safeParse(old.inputs);
    if (!inputs.success) return { inputs: old.inputs, outputs: { ...old.outputs, current: false } };
    try {
      return await this.live(inputs.data, old, signal);
    } catch (error) {
      if (error instanceof ServiceNotFound) return undefined;
      // The update that follows says so, and then only this service is concerned.
      if (leftToUpdate.some((kind) => error instanceof kind)) {
        return { inputs: old.inputs, outputs: { ...old.outputs, current: false } };
      }
      throw error;
    }
  }

  private async live(
    inputs: RevisionInputs,
    old: Old<RevisionInputs, RevisionOutputs>,
    signal: AbortSignal,
  ): Promise<Live<RevisionInputs, RevisionOutputs>> {
    const plan = await planRevision(this.services.ecs, requestOf(inputs), signal);
    const { taskDefinitionArn, revision } = plan.from;
    const current = plan.action === "unchanged";
    const outputs: RevisionOutputs = {
      taskDefinitionArn,
      revision,
      containers: plan.containers,
      images: pick(plan.from.images, chosenContainers(plan)),
      current,
    };
    if (current) return { inputs: old.inputs, outputs };
    const definitions = taskDefinitionsOf(this.services.ecs);
    const { taskDefinition } = await definitions.describe(taskDefinitionArn, signal);
    return { inputs: liveInputs(old.inputs, plan.containers, taskDefinition), outputs };
  }
}

/** An error of `read` ends the whole update, also for a service that is no longer released. */
const leftToUpdate = [ServiceNotActive, ContainerNotChosen, VariableIsSecret];

/** The request that a program's inputs stand for. */
export function requestOf(inputs: RevisionInputs): RevisionRequest {
  const { cluster, service, base, images, environment } = inputs;
  return {
    cluster,
    service,
    base,
    change: { images, environment, ...namedVersion(inputs.version) },
    ...(inputs.siblings && { siblings: inputs.siblings }),
  };
}

/** The two halves of the input `version`. */
export function namedVersion(input: RevisionInputs["version"]) {
  const [[versionVariable, version] = ["", ""]] = Object.entries(input);
  return { versionVariable, version };
}

function holdsUnknown({ images, version }: RevisionInputs): boolean {
  const known = [...Object.values(version), ...images.map(({ reference }) => reference)];
  return known.includes(UNKNOWN);
}

function chosenContainers(plan: RevisionPlan): string[] {
  return Object.values(plan.containers).flat();
}

function chosenImages(plan: RevisionPlan): Record<string, string> {
  return pick(plan.to.images, chosenContainers(plan));
}

function pick(images: Record<string, string>, containers: string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(images).filter(([container]) => containers.includes(container)),
  );
}

function eventOf(plan: RevisionPlan, preview: boolean): RevisionEvent {
  const { service, family, action, variables } = plan;
  const { revision, images } = plan.from;
  return {
    type: "revision",
    service,
    family,
    action,
    from: { revision, images },
    to: {
      images: plan.to.images,
      ...(plan.to.revision !== undefined && { revision: plan.to.revision }),
    },
    variables,
    preview,
  };
}
