import type { ContainerDefinition, Service } from "@aws-sdk/client-ecs";
import { parseImageReference, repositoryOf } from "../../registry/reference";
import { messageOf, SlipwayError } from "../../support/errors";
import type { EnvironmentToPromote } from "../../contract/environmentToPromote";
import type { EcsApi } from "./ecsApi";
import { runningDigests } from "./digests/runningDigests";
import { primaryOf } from "./watch/snapshot";
import { describeServices, serviceNotFound } from "./services";
import { taskDefinitionsOf } from "./taskDefinition/taskDefinitions";
import { chooseContainers } from "./taskDefinition/chooseContainers";

/** What an environment runs can't be released elsewhere. */
export class PromotionRefused extends SlipwayError {
  readonly code = "PROMOTION_REFUSED";
  readonly ends = "preflightRefused";
}

/** An image as one service runs it. */
export interface RunningImage {
  readonly image: string;
  readonly service: string;
  readonly container: string;
  /** What ECS resolved, and runs. */
  readonly digest: string;
  /** That the task definition names; none where it names a digest alone. */
  readonly tag?: string;
  /** Of the container's version variable. */
  readonly version?: string;
}

/**
 * What the services of an environment really run of its images, service by service. Reads only.
 * @throws PromotionRefused with everything that stands in the way, and AWS's errors
 */
export async function runningImages(
  api: EcsApi,
  request: EnvironmentToPromote,
  signal?: AbortSignal,
): Promise<RunningImage[]> {
  const { environment, cluster, services: asked, images } = request;
  const names = asked.map(({ name }) => name);
  const services = await describeServices(api, cluster, names, signal);
  const problems: string[] = [];
  const found = await Promise.all(
    asked.map(async ({ name, containers }) => {
      const service = services.get(name);
      try {
        if (!service) throw serviceNotFound(cluster, name);
        return await imagesOf(api, request, service, containers, signal);
      } catch (error) {
        if (!(error instanceof SlipwayError) || isOfAws(error)) throw error;
        problems.push(`${name}: ${messageOf(error)}`);
        return [];
      }
    }),
  );
  const running = found.flat();
  const unused = images.filter(({ name }) => !running.some(({ image }) => image === name));
  if (problems.length === 0) {
    problems.push(...unused.map(({ name }) => `No service of ${environment} runs ${name}.`));
  }
  if (problems.length > 0) {
    throw new PromotionRefused(
      [`What ${environment} runs can't be promoted.`, ...problems.sort()].join(" "),
      `See slipway status ${environment}; promote again when its release is done.`,
    );
  }
  return running;
}

async function imagesOf(
  api: EcsApi,
  { cluster, images, versionVariable }: EnvironmentToPromote,
  service: Service,
  named: Readonly<Record<string, string>> | undefined,
  signal?: AbortSignal,
): Promise<RunningImage[]> {
  const { id = "", taskDefinition = "" } = settledDeployment(service);
  const [{ taskDefinition: definition }, digests] = await Promise.all([
    taskDefinitionsOf(api).describe(taskDefinition, signal),
    runningDigests(api, cluster, service, id, signal),
  ]);
  const { containerDefinitions = [] } = definition;
  return images.flatMap(({ name: image, repositoryUrl }) => {
    if (named && !Object.values(named).includes(image)) return [];
    const containers = named && Object.keys(named).filter((each) => named[each] === image);
    return chooseContainers(containerDefinitions, { repositoryUrl, containers }).map(
      (container) => {
        const running = containerDefinitions.find(({ name }) => name === container);
        const reference = parseImageReference(running?.image ?? "");
        if (repositoryOf(running?.image ?? "") !== repositoryOf(repositoryUrl)) {
          throw new PromotionRefused(
            `its container "${container}" runs ${running?.image ?? "no image"}, which is not of ${repositoryUrl}.`,
          );
        }
        const digest = digests[container] ?? reference?.digest;
        if (digest === undefined) {
          throw new PromotionRefused(
            `ECS does not tell which digest its container "${container}" runs: no task of it has started.`,
          );
        }
        const version = versionOf(running, versionVariable);
        return {
          ...{ image, service: service.serviceName ?? "", container, digest },
          ...(reference?.tag !== undefined && { tag: reference.tag }),
          ...(version !== undefined && { version }),
        };
      },
    );
  });
}

/** What runs is known only when nothing moves. */
function settledDeployment(service: Service) {
  const { status = "?", deployments = [] } = service;
  if (status !== "ACTIVE") throw new PromotionRefused(`it is ${status}, not ACTIVE.`);
  const primary = primaryOf(service);
  const state = primary?.rolloutState ?? (deployments.length === 1 ? "COMPLETED" : "IN_PROGRESS");
  if (!primary || state === "IN_PROGRESS") throw new PromotionRefused("it is still moving.");
  if (state !== "COMPLETED") {
    throw new PromotionRefused(`its last deployment is ${state}: it was never proved good.`);
  }
  return primary;
}

function versionOf(
  container: ContainerDefinition | undefined,
  variable: string,
): string | undefined {
  // An empty one names no version.
  return container?.environment?.find(({ name }) => name === variable)?.value || undefined;
}

/** Of the account as a whole, not of one service. */
function isOfAws({ code }: SlipwayError): boolean {
  return /^(ECS|AWS)_/.test(code);
}
