import { z } from "zod";

/** What the user gave on the runner's command line, as given; each wins over every other source. */
export const runFlags = z.strictObject({
  cluster: z.string().optional(),
  /** Names, split at commas and blanks. */
  services: z.string().optional(),
  repositoryUrl: z.string().optional(),
  commit: z.string().optional(),
  /** The environment to promote from. */
  from: z.string().optional(),
  region: z.string().optional(),
  profile: z.string().optional(),
});

export type Flags = Readonly<z.infer<typeof runFlags>>;
