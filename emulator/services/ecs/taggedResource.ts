import type { Ecs } from "./createEcs";
import { clientException, clusterNotFound, invalidParameter, serviceNotFound } from "./errors";
import { activeCluster, taskOf } from "./lookups";
import type { Tag } from "./shapes";

/** The cluster, service, task or task definition that an ARN names, with its tags. */
export function taggedResource(ecs: Ecs, arn: string): { tags: Tag[] } {
  const match = /^arn:aws[\w-]*:ecs:[^:]*:[^:]*:(cluster|service|task|task-definition)\/(.+)$/.exec(
    arn,
  );
  const [, kind, path = ""] = match ?? [];
  const [cluster = "", name = ""] = path.split("/");
  switch (kind) {
    case "cluster": {
      const found = ecs.store.cluster(path);
      if (!found) throw clusterNotFound();
      return found;
    }
    case "service": {
      const found = ecs.store.service(activeCluster(ecs, cluster), name);
      if (!found) throw serviceNotFound();
      return found;
    }
    case "task": {
      const found = taskOf(ecs, activeCluster(ecs, cluster), name);
      if (!found) throw invalidParameter("The specified task was not found.");
      return found;
    }
    case "task-definition": {
      const found = ecs.store.taskDefinition(path);
      if (!found) throw clientException("The specified task definition was not found.");
      return found;
    }
    default:
      throw invalidParameter(`Invalid resource ARN: ${arn}`);
  }
}
