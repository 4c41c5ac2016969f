import type { AwsSettings } from "../contract/awsSettings";
import { adapt, type WireResource } from "./adapter";
import { getImage } from "./functions/getImage";
import { getPromotedRelease } from "./functions/getPromotedRelease";
import { preflight } from "./functions/preflight";
import type { ProviderFunction } from "./resource";
import { ImageCopy } from "./resources/imageCopy";
import { ImageTag } from "./resources/imageTag";
import { RevisionSet } from "./resources/revisionSet";
import { ServiceRollout } from "./resources/serviceRollout";
import { TaskDefinitionRevision } from "./resources/taskDefinitionRevision";
import { TaskRun } from "./resources/taskRun";
import type { Dispatch } from "./protocol/dispatch";
import type { ProviderDependencies } from "./providerDependencies";
import { checkProviderSettings, readProviderSettings } from "./settings";

type AnyFunction = ProviderFunction<object, object>;

/** Which handler serves which type and function; they are made when the provider is configured. */
export function createDispatch(
  version: string,
  createDependencies: (settings: AwsSettings) => ProviderDependencies,
): Dispatch {
  let resources: Record<string, WireResource> = {};
  let functions: Record<string, AnyFunction> = {};
  return {
    version,
    types: resourceTypes,
    checkConfig: checkProviderSettings,
    configure(config) {
      const services = createDependencies(readProviderSettings(config));
      resources = {
        "slipway:ecs:TaskDefinitionRevision": adapt(new TaskDefinitionRevision(services)),
        "slipway:ecs:RevisionSet": adapt(new RevisionSet()),
        "slipway:ecs:TaskRun": adapt(new TaskRun(services)),
        "slipway:ecs:ServiceRollout": adapt(new ServiceRollout(services)),
        "slipway:registry:ImageTag": adapt(new ImageTag(services)),
        "slipway:registry:ImageCopy": adapt(new ImageCopy(services)),
      } satisfies Record<ResourceType, WireResource>;
      functions = {
        "slipway:registry:getImage": getImage(services),
        "slipway:ecs:preflight": preflight(services),
        "slipway:ecs:getPromotedRelease": getPromotedRelease(services),
      };
    },
    resource: (type) => resources[type],
    function: (token) => functions[token],
  };
}

const resourceTypes = [
  "slipway:ecs:TaskDefinitionRevision",
  "slipway:ecs:RevisionSet",
  "slipway:ecs:TaskRun",
  "slipway:ecs:ServiceRollout",
  "slipway:registry:ImageTag",
  "slipway:registry:ImageCopy",
] as const;
type ResourceType = (typeof resourceTypes)[number];
