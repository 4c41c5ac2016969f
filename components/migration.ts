import type * as pulumi from "@pulumi/pulumi";
import { TaskRun, type TaskDefinitionRevision } from "../provider/sdk";
import { orDefault } from "./orDefault";
import type { Release } from "./release";
import type { Revisions } from "./revisions";
import { commitOf } from "./serviceImages";

/** Declares the one-off task, where the release has one: it runs when every revision is there. */
export function declareMigration(
  { name, args, services, cluster, parent }: Release,
  revisions: Revisions,
): TaskRun | undefined {
  if (!args.migration) return undefined;
  const { service, container, command, network, timeout } = args.migration;
  const revision = revisions.get(service);
  const whole = services.find((one) => one.name === service) ?? { name: service };
  return new TaskRun(
    `${name}-migration`,
    {
      cluster,
      service,
      taskDefinition: revision?.taskDefinitionArn ?? "",
      container: container ?? firstContainer(revision),
      command,
      commit: commitOf(args, whole),
      network,
      timeout,
    },
    { parent, dependsOn: [...revisions.values()] },
  );
}

function firstContainer(revision: TaskDefinitionRevision | undefined): pulumi.Output<string> {
  return orDefault(revision?.containers, {}).apply(
    (containers) => Object.values(containers).flat()[0] ?? "",
  );
}
