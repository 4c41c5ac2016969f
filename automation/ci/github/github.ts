import type { Ci } from "../ci";

/** https://docs.github.com/actions/reference/variables-reference */
export const github: Ci = {
  buildLink: ({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run }) =>
    server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined,
  startedBy: (env) => env.GITHUB_ACTOR,
};
