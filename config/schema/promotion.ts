import { z } from "zod";
import { awsShape } from "./aws";
import { text } from "./scalars";

const { region, profile, assumeRoles, endpoints } = awsShape;

/** How one more account or region is reached, beside the environment's own. */
export const otherAws = z.strictObject({
  region: region.optional().meta({ description: "Its region." }),
  profile: profile.optional().meta({ description: "A profile of the shared AWS files." }),
  assumeRoles: assumeRoles.optional().meta({
    description: "Roles to assume, each with the credentials of the one before.",
  }),
  endpoints: endpoints.optional().meta({ description: "Other addresses of its services." }),
});

export const promotion = z.strictObject({
  from: text(
    /^[a-zA-Z0-9._-]{1,100}$/,
    "the name of an environment",
    "Write the name of a stack, as in Pulumi.<stack>.yaml.",
  )
    .optional()
    .meta({
      description:
        "The environment whose running images are released, digest by digest; nothing is built. `PROMOTE_FROM` wins over it.",
      example: "staging",
    }),
  aws: otherAws.optional().meta({
    description: "How that environment is read, where its own `aws:` settings do not fit this run.",
    fallback: "`aws:` of that environment's file",
  }),
});
export type OtherAwsOption = z.output<typeof otherAws>;
