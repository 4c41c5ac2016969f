import { z } from "zod";

const name = z.string().min(1, "must not be empty");

export const revisionInputs = z.object({
  cluster: name,
  service: name,
  base: z.enum(["service", "family"]).default("service"),
  images: z
    .array(
      z.object({
        repositoryUrl: name,
        reference: name,
        containers: z.array(name).min(1, "must name a container").optional(),
      }),
    )
    .min(1, "must hold at least one image"),
  environment: z.record(z.string(), z.string()).default({}),
  /** Variable → version: as one value, so that a diff shows the name too. */
  version: z
    .record(name, name)
    .refine((version) => Object.keys(version).length === 1, "must name one variable"),
  /** The release's other services: what one of them runs is no stray revision. */
  siblings: z.array(name).optional(),
});

export type RevisionInputs = z.infer<typeof revisionInputs>;

export interface RevisionOutputs {
  taskDefinitionArn: string;
  /** `family:n` */
  revision: string;
  /** Image's reference → the containers that run it. */
  containers: Record<string, string[]>;
  /** Container → image, of the containers that Slipway sets. */
  images: Record<string, string>;
  /** False when what is live is not what a release would make of it. */
  current: boolean;
}
