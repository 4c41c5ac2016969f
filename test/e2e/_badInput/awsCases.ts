import type { BadInput } from "./badInput";
import { rightSettings } from "./place";

const exit = 3;
const always = { times: 0 } as const;
const service = (name: string) => () => ({ SERVICES_NAMES: name });

/** What AWS has, allows or answers differently than the release needs it. */
export const awsCases: readonly BadInput[] = [
  {
    what: "credentials of another account",
    settings: () => [...rightSettings, 'aws:allowedAccountIds: ["999999999999"]'],
    exit,
    says: ["account 123456789012", "allows only 999999999999"],
    remedy: "Use the credentials, profile or assumeRoles of an allowed account",
  },
  {
    what: "no credentials",
    env: ({ folder }) => ({
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      HOME: folder,
    }),
    exit,
    says: ["No AWS credentials were found"],
    remedy: "Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  },
  {
    what: "expired credentials",
    faults: [
      {
        ...always,
        fault: {
          kind: "error",
          status: 400,
          code: "ExpiredTokenException",
          message: "The security token included in the request is expired",
        },
      },
    ],
    exit,
    says: ["The security token included in the request is expired"],
    remedy: "Renew them",
  },
  {
    what: "an AWS endpoint where nobody answers",
    env: () => ({ AWS_ENDPOINT_URL: "http://127.0.0.1:9" }),
    exit,
    says: ["could not be reached", "127.0.0.1:9"],
    remedy: "Check the network, the region and, where one is set, the endpoint",
  },
  {
    what: "calls that are throttled for ever",
    command: ["up"],
    faults: [{ ...always, service: "ecs", fault: { kind: "throttle" } }],
    exit,
    says: ["AWS throttles ecs:Describe", "Rate exceeded"],
    remedy: "Try again in a minute",
  },
  {
    what: "no permission to see services",
    faults: [{ ...always, operation: "DescribeServices", fault: { kind: "denied" } }],
    exit,
    says: ["Not allowed: ecs:DescribeServices"],
    remedy: "Allow ecs:DescribeServices to this identity",
  },
  {
    what: "no permission to see task definitions",
    faults: [{ ...always, operation: "DescribeTaskDefinition", fault: { kind: "denied" } }],
    exit,
    says: ["Not allowed: ecs:DescribeTaskDefinition"],
    remedy: "Allow ecs:DescribeTaskDefinition to this identity",
  },
  {
    what: "no permission to register",
    command: ["up"],
    env: () => ({ BUILDKITE_COMMIT: "a1".repeat(20) }),
    faults: [{ ...always, operation: "RegisterTaskDefinition", fault: { kind: "denied" } }],
    exit,
    says: ["Not allowed: ecs:RegisterTaskDefinition"],
    remedy: "Allow ecs:RegisterTaskDefinition to this identity",
    leaves: ["images"],
  },
  {
    what: "no permission to update the service",
    command: ["up"],
    env: () => ({ BUILDKITE_COMMIT: "a2".repeat(20) }),
    faults: [{ ...always, operation: "UpdateService", fault: { kind: "denied" } }],
    exit,
    says: ["Not allowed: ecs:UpdateService"],
    remedy: "Allow ecs:UpdateService to this identity",
    leaves: ["images", "revisions"],
  },
  {
    what: "an unknown cluster",
    env: () => ({ CLUSTER_NAME: "nowhere" }),
    exit,
    says: ['The cluster "nowhere" does not exist'],
    remedy: "Check the cluster's name (`slipway:cluster` or CLUSTER_NAME)",
    plain: true,
  },
  {
    what: "a service that is not there",
    env: service("web,ghost"),
    exit,
    says: ['There is no service "ghost" in the cluster "main"'],
    remedy: "Check the service's name (`slipway:services` or SERVICES_NAMES)",
    plain: true,
  },
  {
    what: "a service that was deleted",
    env: service("retired"),
    arrange: async (place) => {
      await place.createService("retired", [{ name: "app", image: "a" }], { desiredCount: 0 });
      await place.deleteService("retired");
      return () => Promise.resolve();
    },
    exit,
    says: ['The service "retired" is INACTIVE, not ACTIVE'],
    remedy: "Create it again, or take it out of the settings",
  },
  {
    what: "a parameter of a task definition that is not there",
    env: service("needy"),
    exit,
    says: [
      "The parameter /mage/token (TOKEN of the container",
      "does not exist: no task would start",
    ],
    remedy: "Create it, or correct `valueFrom` in the task definition to start from",
  },
  {
    what: "a rollout of somebody else's that does not end",
    command: ["up"],
    env: service("busy"),
    settings: () => [...rightSettings, "slipway:rollout: { timeout: 2 s }"],
    arrange: async (place) => {
      await place.beginRollout("busy");
      return () => Promise.resolve();
    },
    exit,
    says: ['A rollout of "busy" to busy:2 that is not this release\'s', "has not ended within"],
    remedy: "or supersede it with `slipway up --force`",
  },
  {
    what: "a service that CodeDeploy deploys",
    env: service("blue-green"),
    exit,
    says: ["blue-green", "CODE_DEPLOY"],
    remedy: "Deploy it through AWS CodeDeploy and take it out of the settings",
  },
  {
    what: "no container of the image's repository",
    env: service("stranger"),
    exit,
    says: ["No container runs an image of", "Found: proxy (registry.test/proxy:1), cache ("],
    remedy: "Name the containers of this service in the settings",
  },
  {
    what: "a named container that is not there",
    settings: () => [...rightSettings, "slipway:services: [{ name: web, containers: [main] }]"],
    exit,
    says: ['No container is called "main"', "Found: app ("],
    remedy: "Correct `containers` of this service",
  },
  {
    what: "two images for one container",
    env: () => ({ REPOSITORY_URL: undefined, SERVICES_NAMES: "single" }),
    settings: ({ registry }) => [
      `slipway:images: { site: { repositoryUrl: ${registry}/site, context: app }, jobs: { repositoryUrl: ${registry}/jobs, context: app } }`,
    ],
    arrange: async (place) => {
      await place.createRepositories("site", "jobs");
      return () => Promise.resolve();
    },
    exit,
    says: ['choose the container "app"'],
    remedy: "Name the containers of each image in the settings",
  },
  {
    what: "a variable that is also among the secrets",
    env: service("sealed"),
    settings: () => [...rightSettings, "slipway:environment: { DATABASE_URL: postgres }"],
    exit,
    says: ['gets DATABASE_URL in container "app" from its `secrets`'],
    remedy: "Leave the variable out of the settings",
  },
];
