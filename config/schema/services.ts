import { z } from "zod";
import { anyText, clusterName, containerName, duration, ownName, serviceName } from "./scalars";

const service = z.strictObject({
  name: serviceName.meta({ description: "As ECS has it." }),
  containers: z
    .union([z.array(containerName).min(1), z.record(containerName, ownName)])
    .optional()
    .meta({
      description:
        "The containers that get the image: a list, or with several images a map from container to image.",
      fallback: "those that run an image of the repository, else the only container",
      example: "[web]",
    }),
  after: z.array(serviceName).optional().meta({
    description: "Services whose rollouts end before this one's begins.",
    fallback: "none: all roll at the same time",
  }),
  base: z.enum(["service", "family"]).optional().meta({
    description:
      "The task definition that is copied: the one that the service runs, or the family's newest.",
    fallback: "service",
  }),
});

export const services = z.union([z.string(), z.array(z.union([serviceName, service])).min(1)]);

const network = z.strictObject({
  subnets: z.array(anyText).min(1).meta({ description: "Subnet ids." }),
  securityGroups: z.array(anyText).optional().meta({ description: "Security group ids." }),
  assignPublicIp: z.boolean().optional().meta({ fallback: "false" }),
});

export const migration = z.strictObject({
  service: serviceName.meta({ description: "The service whose new revision the task runs." }),
  container: containerName.optional().meta({
    description: "The container that runs the command.",
    fallback: "the one that gets the image",
  }),
  command: z.array(z.string()).min(1).meta({
    description: "The command and its arguments; it must exit 0 before any service moves.",
    example: "[python, manage.py, migrate]",
  }),
  network: network.optional().meta({
    description: "Where the task runs.",
    fallback: "the network of the service",
  }),
  timeout: duration.optional().meta({ description: "How long it may take.", fallback: "30 min" }),
});

export const cluster = clusterName;
