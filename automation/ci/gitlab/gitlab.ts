import type { Ci } from "../ci";

/** https://docs.gitlab.com/ci/variables/predefined_variables */
export const gitlab: Ci = {
  buildLink: (env) => env.CI_JOB_URL || undefined,
  startedBy: (env) => env.GITLAB_USER_LOGIN,
};
