import type {
  RegisterTaskDefinitionRequest,
  Service,
  TaskDefinitionStatus,
} from "@aws-sdk/client-ecs";
import { SlipwayError } from "../../../support/errors";
import type { EcsApi, TaskDefinitionContent } from "../ecsApi";
import type { RevisionAction, RevisionImages, VariableChange } from "../../../contract/events";
import { readerOf } from "../serviceReader";
import { serviceNotActive, serviceNotFound } from "../services";
import type { TaskDefinitionChange } from "./change";
import { registrationOf } from "./content";
import { patch } from "./patch";
import { familyOf, revisionName } from "./revisionName";
import { sameContent } from "./sameContent";
import { taskDefinitionsOf } from "./taskDefinitions";

/** `service`: copy the revision that the service runs; `family`: the newest one of its family. */
export type RevisionBase = "service" | "family";

export interface RevisionRequest {
  cluster: string;
  service: string;
  base: RevisionBase;
  change: TaskDefinitionChange;
  /** The release's other services: a revision that one of them runs is no stray one. */
  siblings?: readonly string[];
}

/** What would be registered, worked out from what is live; nothing was touched. */
export interface RevisionPlan {
  service: string;
  family: string;
  action: RevisionAction;
  /** What the service runs now. */
  from: RevisionImages & { taskDefinitionArn: string; status: TaskDefinitionStatus };
  /** No revision where one has to be registered. */
  to: { revision?: string; taskDefinitionArn?: string; images: Record<string, string> };
  /** Image's reference → containers that it was chosen for. */
  containers: Record<string, string[]>;
  variables: VariableChange[];
  /** Nothing that runs has a version yet: a placeholder, most likely. */
  first: boolean;
  /** `family:n`: newer, run by nobody, and the release made from it would be another one. */
  leftOut?: string;
  /** What to register. Holds other people's values: never print or store it. */
  input: RegisterTaskDefinitionRequest;
  /** What the service runs, as it would be registered; neither print nor store that. */
  live: RegisterTaskDefinitionRequest;
}

/**
 * Works out the revision that a service needs. Reads only.
 * @throws ServiceNotFound, ServiceNotActive, ContainerNotChosen, VariableIsSecret and AWS's errors
 */
export async function planRevision(
  api: EcsApi,
  request: RevisionRequest,
  signal?: AbortSignal,
): Promise<RevisionPlan> {
  const { cluster, service: name, siblings = [] } = request;
  const reader = readerOf(api);
  const [service, ...others] = await Promise.all(
    [name, ...siblings].map((each) => reader.read(cluster, each, signal)),
  );
  if (!service) throw serviceNotFound(cluster, name);
  const definitions = taskDefinitionsOf(api);
  const liveName = liveRevision(service);
  const [live, newer] = await Promise.all([
    definitions.describe(liveName, signal),
    definitions.newerThan(liveName, signal),
  ]);
  const base = request.base === "family" ? (newer[0] ?? live) : live;
  const { input, containers, variables } = patch(base, request.change);

  const own = definitions.ownOf(familyOf(liveName));
  const existing = [live, ...own, ...newer].find((revision) =>
    sameContent(input, registrationOf(revision)),
  );
  const used = new Set([service, ...others].map((each) => each?.taskDefinition));
  const stray = [base, existing].includes(newer[0])
    ? undefined
    : newer.find(
        (revision) =>
          !used.has(revision.taskDefinition.taskDefinitionArn) &&
          differs(revision, request.change, input),
      );
  const liveArn = live.taskDefinition.taskDefinitionArn ?? "";
  const existingArn = existing?.taskDefinition.taskDefinitionArn;
  return {
    service: name,
    family: familyOf(liveArn),
    action: existing === live ? "unchanged" : existing ? "reuse" : "register",
    from: {
      taskDefinitionArn: liveArn,
      revision: revisionName(liveArn),
      images: images(live.taskDefinition),
      status: live.taskDefinition.status ?? "ACTIVE",
    },
    to: {
      ...(existingArn !== undefined && {
        revision: revisionName(existingArn),
        taskDefinitionArn: existingArn,
      }),
      images: images(input),
    },
    containers,
    variables,
    first: variables.some(
      ({ name, change }) => name === request.change.versionVariable && change === "added",
    ),
    ...(stray && { leftOut: revisionName(stray.taskDefinition.taskDefinitionArn ?? "") }),
    input,
    live: registrationOf(live),
  };
}

/**
 * Whether a release that started from this revision would be another one. That of an earlier release
 * which ended badly has another image and version at most, and these are set anyway.
 */
function differs(
  revision: TaskDefinitionContent,
  change: TaskDefinitionChange,
  input: RegisterTaskDefinitionRequest,
): boolean {
  try {
    return !sameContent(input, patch(revision, change).input);
  } catch (error) {
    if (error instanceof SlipwayError) return true;
    throw error;
  }
}

/** The ARN of what the service runs. @throws ServiceNotActive */
function liveRevision({ serviceName = "", status = "?", taskDefinition }: Service): string {
  if (status !== "ACTIVE" || taskDefinition === undefined) {
    throw serviceNotActive({ status }, serviceName);
  }
  return taskDefinition;
}

function images({ containerDefinitions = [] }: RegisterTaskDefinitionRequest | TaskDefinitionLike) {
  return Object.fromEntries(
    containerDefinitions.map(({ name = "", image = "" }) => [name, image] as const),
  );
}

type TaskDefinitionLike = TaskDefinitionContent["taskDefinition"];
