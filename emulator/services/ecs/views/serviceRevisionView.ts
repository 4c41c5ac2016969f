import type { ServiceRevision } from "../state/serviceRevision";
import type { Service } from "../state/service";
import type { ServiceRevision as Wire } from "../shapes";
import { platformOf } from "../rules/launchType";
import { seconds } from "../../../core/time";

/** As DescribeServiceRevisions has it, with the digests established so far. */
export function serviceRevisionView(service: Service, revision: ServiceRevision): Wire {
  const { settings, taskDefinition } = revision;
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    taskDefinition: taskDefinition.arn,
    capacityProviderStrategy: settings.capacityProviderStrategy,
    launchType: settings.launchType,
    ...platformOf(settings.launchType ?? "EC2", settings.platformVersion),
    loadBalancers: settings.loadBalancers ?? [],
    serviceRegistries: settings.serviceRegistries ?? [],
    networkConfiguration: settings.networkConfiguration,
    containerImages: taskDefinition.content.containerDefinitions.map(
      ({ name = "", image = "" }) => ({
        containerName: name,
        imageDigest: revision.digests.get(name) ?? image.split("@")[1],
        image,
      }),
    ),
    guardDutyEnabled: false,
    serviceConnectConfiguration: settings.serviceConnectConfiguration,
    volumeConfigurations: settings.volumeConfigurations,
    createdAt: seconds(revision.createdAt),
    vpcLatticeConfigurations: settings.vpcLatticeConfigurations,
  };
}
