import { z } from "zod";

/** A deployment, named by its controller in the words of an ECS service's `deploymentController`. */
const reference = z.object({
  controller: z.enum(["ECS", "CODE_DEPLOY", "EXTERNAL"]),
  /** As the controller names it: `ecs-svc/…`, `d-…`. */
  id: z.string(),
});

export type DeploymentRef = z.infer<typeof reference>;

/** A deployment that ECS itself makes. @param id `ecs-svc/…` */
export function ecsDeployment(id: string): DeploymentRef {
  return { controller: "ECS", id };
}

/** Reads a reference, and the plain id that versions before 0.2 wrote for a deployment of ECS's own. */
export const deploymentRef = z.union([z.string().transform(ecsDeployment), reference]);
