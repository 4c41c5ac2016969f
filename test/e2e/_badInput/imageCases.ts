import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { promisify } from "node:util";
import type { BadInput } from "./badInput";
import { commitOf } from "./place";

const run = promisify(execFile);
const exit = 4;
const dockerfile = (name: string) => () => [
  `slipway:image: { context: app, dockerfile: app/${name} }`,
];

/** What can be wrong with the image, its registry and the builder. */
export const imageCases: readonly BadInput[] = [
  {
    what: "a registry that is down",
    env: () => ({ REPOSITORY_URL: "127.0.0.1:9/mage" }),
    exit,
    says: ["The registry 127.0.0.1:9 could not be reached"],
    remedy: "Check the host in the repository URL",
  },
  {
    what: "a wrong registry password",
    env: ({ folder }) => ({ DOCKER_CONFIG: `${folder}/wrong-login` }),
    arrange: async ({ folder, registry }) => {
      const auth = Buffer.from("AWS:not-the-token").toString("base64");
      await mkdir(`${folder}/wrong-login`, { recursive: true });
      const config = JSON.stringify({ auths: { [registry]: { auth } } });
      await writeFile(`${folder}/wrong-login/config.json`, config);
      return () => Promise.resolve();
    },
    exit,
    says: ["does not accept the login from the Docker config"],
    remedy: "Log in again (docker login ",
  },
  {
    what: "a repository that does not exist",
    env: ({ registry }) => ({ REPOSITORY_URL: `${registry}/nothing` }),
    exit,
    says: ["/nothing does not exist"],
    remedy: "or create the repository",
  },
  {
    what: "a registry that wants a login, and no permission to get one",
    env: ({ folder }) => ({ DOCKER_CONFIG: `${folder}/no-login` }),
    faults: [{ times: 0, operation: "GetAuthorizationToken", fault: { kind: "denied" } }],
    exit: 3,
    says: ["Not allowed: ecr:GetAuthorizationToken"],
    remedy: "Allow ecr:GetAuthorizationToken to this identity",
  },
  {
    what: "an existing tag that is not there",
    settings: () => ["slipway:image: { existing: v0.0.1 }"],
    exit: 3,
    says: ["/mage has no image v0.0.1"],
    remedy: "Build and push it first, or name another",
  },
  {
    what: "a commit to build that is not checked out",
    env: () => ({ BUILDKITE_COMMIT: commitOf(3) }),
    arrange: async (place) => {
      const git = (...args: string[]) => run("git", args, { cwd: place.path() });
      await git("init", "--quiet");
      const author = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
      await git(...author, "commit", "--quiet", "--allow-empty", "-m", "Another");
      return () => rm(place.path(".git"), { recursive: true });
    },
    exit: 2,
    says: ["this commit can't be built here: BUILDKITE_COMMIT asks for", `no image ${commitOf(3)}`],
    remedy: "Check the commit out, or build it first",
  },
  {
    what: "no Dockerfile",
    env: () => ({ BUILDKITE_COMMIT: commitOf(3) }),
    settings: () => ["slipway:image: { context: provider }"],
    exit: 2,
    says: ["there is no Dockerfile", "/provider/Dockerfile"],
    remedy: "Correct `context` of this image in the settings",
    plain: true,
  },
  {
    what: "no folder to build",
    env: () => ({ BUILDKITE_COMMIT: commitOf(3) }),
    settings: () => ["slipway:image: { context: aap }"],
    exit: 2,
    says: ["there is no folder", "/aap"],
    remedy: "Correct `context` of this image in the settings",
  },
  {
    what: "a build secret that is not there",
    env: () => ({ BUILDKITE_COMMIT: commitOf(3) }),
    settings: () => ["slipway:image: { context: app, secrets: { npm: { env: NPM_TOKEN } } }"],
    exit: 2,
    says: ["npm: the variable NPM_TOKEN is not there"],
    remedy: "Set them, or take them out",
  },
  {
    what: "a build that fails at RUN",
    command: ["up"],
    env: () => ({ BUILDKITE_COMMIT: commitOf(3) }),
    settings: dockerfile("Dockerfile.run"),
    exit,
    says: ["/busybox false", "exit code: 1"],
    remedy: "Mend the Dockerfile",
  },
  {
    what: "a build that copies what is not there",
    command: ["up"],
    env: () => ({ BUILDKITE_COMMIT: commitOf(3) }),
    settings: dockerfile("Dockerfile.copy"),
    exit,
    says: ["nothing-of-the-kind", "not found"],
    remedy: "Mend the Dockerfile",
  },
  {
    what: "a socket in the folder to build",
    command: ["up"],
    env: () => ({ BUILDKITE_COMMIT: commitOf(3) }),
    settings: () => ["slipway:image: { context: app }"],
    arrange: async (place) => {
      const server = createServer();
      await once(server.listen(place.path("app/a.sock")), "listening");
      return async () => {
        await once(server.close(), "close");
      };
    },
    exit,
    says: ["app/a.sock", "it is a socket or a device"],
    remedy: "in .dockerignore",
  },
  {
    what: "no Docker and no builder",
    command: ["up"],
    env: ({ folder }) => ({
      BUILDKITE_COMMIT: commitOf(3),
      BUILDX_BUILDER: undefined,
      BUILDX_CONFIG: `${folder}/no-builders`,
      DOCKER_HOST: `unix://${folder}/no-docker.sock`,
    }),
    exit,
    says: ["no-docker.sock"],
    remedy: "Start Docker",
  },
];
