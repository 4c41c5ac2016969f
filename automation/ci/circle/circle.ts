import type { Ci } from "../ci";

/** https://circleci.com/docs/reference/variables */
export const circle: Ci = {
  buildLink: (env) => env.CIRCLE_BUILD_URL || undefined,
  startedBy: (env) => env.CIRCLE_USERNAME,
};
