import { expect } from "chai";
import { errorOf, noGit, repositoryUrl, type Case } from "./settingsCase";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const two = { web: { repositoryUrl: "ghcr.io/a/web" }, api: { repositoryUrl: "ghcr.io/a/api" } };
const several = { env: { REPOSITORY_URL: undefined, AWS_REGION: "us-east-1" } };

/** What is wrong, where it is said to be wrong, and what the message must say. */
const cases: [what: string, made: Case, path: string, text: RegExp][] = [
  // The script's variables.
  [
    "no repository",
    { env: { REPOSITORY_URL: undefined } },
    "REPOSITORY_URL",
    /is not set.*slipway:repositoryUrl in Pulumi\.staging\.yaml/,
  ],
  ["an empty repository", { env: { REPOSITORY_URL: "" } }, "REPOSITORY_URL", /is there, but empty/],
  [
    "a repository with a scheme",
    { env: { REPOSITORY_URL: `https://${repositoryUrl}` } },
    "REPOSITORY_URL",
    /starts with a scheme/,
  ],
  [
    "a repository with a tag",
    { env: { REPOSITORY_URL: `${repositoryUrl}:v1` } },
    "REPOSITORY_URL",
    /names one image by tag/,
  ],
  [
    "a repository in capitals",
    { env: { REPOSITORY_URL: "ghcr.io/Mage/AI" } },
    "REPOSITORY_URL",
    /"ghcr.io\/Mage\/AI" is not the URL/,
  ],
  [
    "no cluster",
    { env: { CLUSTER_NAME: undefined } },
    "CLUSTER_NAME",
    /is not set.*slipway:cluster in Pulumi\.staging\.yaml/,
  ],
  ["an empty cluster", { env: { CLUSTER_NAME: " " } }, "CLUSTER_NAME", /is there, but empty/],
  [
    "a cluster with blanks",
    { env: { CLUSTER_NAME: "mage staging" } },
    "CLUSTER_NAME",
    /"mage staging" is not the name or ARN of an ECS cluster/,
  ],
  [
    "no services",
    { env: { SERVICES_NAMES: undefined } },
    "SERVICES_NAMES",
    /is not set.*slipway:services/,
  ],
  [
    "services of commas alone",
    { env: { SERVICES_NAMES: " , ," } },
    "SERVICES_NAMES",
    /is there, but empty/,
  ],
  [
    "a service named twice",
    { env: { SERVICES_NAMES: "web,worker web" } },
    "SERVICES_NAMES",
    /"web" is named twice/,
  ],
  [
    "a service by its ARN",
    { env: { SERVICES_NAMES: "arn:aws:ecs:us-east-1:1:service/c/web" } },
    "SERVICES_NAMES",
    /not the name of an ECS service.*not the ARN/,
  ],
  [
    "ENV of another stack",
    { env: { ENV: "production" } },
    "ENV",
    /is "production", but the stack is "staging"/,
  ],
  ["an empty ENV", { env: { ENV: "" } }, "ENV", /is there, but empty/],
  [
    "a commit that is a branch",
    { env: { BUILDKITE_COMMIT: "main" } },
    "BUILDKITE_COMMIT",
    /"main" is not a commit/,
  ],
  [
    "a commit that is too short",
    { env: { BUILDKITE_COMMIT: "abc123" } },
    "BUILDKITE_COMMIT",
    /"abc123" is not a commit/,
  ],
  [
    "a commit that is too long",
    { env: { BUILDKITE_COMMIT: "a".repeat(41) } },
    "BUILDKITE_COMMIT",
    /is not a commit/,
  ],
  ["an empty commit", { env: { BUILDKITE_COMMIT: "" } }, "BUILDKITE_COMMIT", /is there, but empty/],
  [
    "the word HEAD without git",
    { env: { BUILDKITE_COMMIT: "head" }, git: noGit },
    "BUILDKITE_COMMIT",
    /says HEAD.*not in a git repository.*Set BUILDKITE_COMMIT/,
  ],
  [
    "no commit and no git",
    { env: { BUILDKITE_COMMIT: undefined }, git: noGit },
    "BUILDKITE_COMMIT",
    /is not set.*not in a git repository.*Set BUILDKITE_COMMIT/,
  ],
  // Flags.
  ["an empty flag", { flags: { cluster: "" } }, "--cluster", /is there, but empty.*leave it out/],
  [
    "a flag with a bad commit",
    { flags: { commit: "v1.2" } },
    "--commit",
    /"v1\.2" is not a commit/,
  ],
  [
    "a flag with a bad region",
    { flags: { region: "Frankfurt" } },
    "--region",
    /"Frankfurt" is not the name of an AWS region/,
  ],
  // Names.
  [
    "an unknown setting",
    { config: { "slipway:clustr": "x" } },
    "slipway:clustr",
    /Did you mean "cluster"\?/,
  ],
  [
    "a setting like no other",
    { config: { "slipway:zzzzzzzz": "x" } },
    "slipway:zzzzzzzz",
    /is not a setting of Slipway.*There are cluster, repositoryUrl/,
  ],
  [
    "an unknown key below",
    { config: { "slipway:rollout": { timeOut: 5 } } },
    "slipway:rollout.timeOut",
    /Did you mean "timeout"\?/,
  ],
  [
    "an unknown key in a list",
    { config: { "slipway:services": [{ name: "web", afer: [] }] } },
    "slipway:services[0].afer",
    /Did you mean "after"\?/,
  ],
  [
    "an unknown key of an image",
    { config: { "slipway:images": { web: { contxt: "." } } } },
    "slipway:images.web.contxt",
    /Did you mean "context"\?/,
  ],
  // Forms.
  [
    "broken JSON",
    { config: { "slipway:rollout": '{"timeout":' } },
    "slipway:rollout",
    /starts like JSON, but is not/,
  ],
  [
    "a map for a list",
    { config: { "slipway:gates": { alarms: ["a"] } } },
    "slipway:gates",
    /is not a list/,
  ],
  [
    "a text for a map",
    { config: { "slipway:image": "Dockerfile" } },
    "slipway:image",
    /"Dockerfile" is not a map/,
  ],
  [
    "a number for a name",
    { config: { "slipway:services": [7] } },
    "slipway:services[0]",
    /7 is of none of the forms.*a text or a map/,
  ],
  [
    "a service without a name",
    { config: { "slipway:services": [{ after: [] }] } },
    "slipway:services[0].name",
    /is missing/,
  ],
  [
    "no services in the list",
    { config: { "slipway:services": [] } },
    "slipway:services",
    /too short/,
  ],
  [
    "an unknown base",
    { config: { "slipway:services": [{ name: "web", base: "familly" }] } },
    "slipway:services[0].base",
    /"familly".*Did you mean family\? Write service or family/,
  ],
  [
    "a duration without a meaning",
    { config: { "slipway:rollout": { timeout: "soon" } } },
    "slipway:rollout.timeout",
    /"soon" is not a duration.*"30 min"/,
  ],
  [
    "a duration of nothing",
    { config: { "slipway:rollout": { noProgress: 0 } } },
    "slipway:rollout.noProgress",
    /0 is not a duration/,
  ],
  [
    "a variable's name with a blank",
    { config: { "slipway:environment": { "A B": "x" } } },
    "slipway:environment.A B",
    /"A B" is not the name of an environment variable/,
  ],
  [
    "a variable without a fixed form",
    { config: { "slipway:environment": { RATE: 1.1 } } },
    "slipway:environment.RATE",
    /The value is a number.*quotes/,
  ],
  [
    "a variable that is a list",
    { config: { "slipway:environment": { HOSTS: ["a"] } } },
    "slipway:environment.HOSTS",
    /The value is of none of the forms/,
  ],
  // Rules.
  [
    "the version's variable set by hand",
    { config: { "slipway:environment": { DD_VERSION: "1" } } },
    "slipway:environment.DD_VERSION",
    /gets the commit/,
  ],
  [
    "a service listed twice",
    {
      env: { SERVICES_NAMES: undefined },
      config: { "slipway:services": ["web", { name: "web" }] },
    },
    "slipway:services[1]",
    /"web" is named twice/,
  ],
  [
    "an order after a stranger",
    {
      env: { SERVICES_NAMES: undefined },
      config: { "slipway:services": [{ name: "web", after: ["wrker"] }, "worker"] },
    },
    "slipway:services[0].after",
    /"wrker".*not among the services/,
  ],
  [
    "an order in a circle",
    {
      env: { SERVICES_NAMES: undefined },
      config: {
        "slipway:services": [
          { name: "a", after: ["b"] },
          { name: "b", after: ["c"] },
          { name: "c", after: ["a"] },
        ],
      },
    },
    "slipway:services",
    /a after b after c after a/,
  ],
  [
    "a service after itself",
    {
      env: { SERVICES_NAMES: undefined },
      config: { "slipway:services": [{ name: "a", after: ["a"] }] },
    },
    "slipway:services",
    /a after a/,
  ],
  [
    "a migration in another service",
    { config: { "slipway:migration": { service: "jobs", command: ["true"] } } },
    "slipway:migration.service",
    /"jobs", which is not part of this release/,
  ],
  [
    "a migration without a command",
    { config: { "slipway:migration": { service: "mage-web" } } },
    "slipway:migration.command",
    /is missing/,
  ],
  // Images.
  [
    "both forms of images",
    { config: { "slipway:images": { web: {} }, "slipway:image": {} } },
    "slipway:images",
    /together with repositoryUrl or image/,
  ],
  [
    "no image at all",
    { env: { REPOSITORY_URL: undefined }, config: { "slipway:images": {} } },
    "slipway:images",
    /names no image/,
  ],
  [
    "one repository for several images",
    { env: { AWS_REGION: "us-east-1" }, config: { "slipway:images": two } },
    "REPOSITORY_URL",
    /names one repository, but there are the images web, api/,
  ],
  [
    "an image without a repository",
    { ...several, config: { "slipway:images": { web: {} } } },
    "slipway:images.web.repositoryUrl",
    /is missing/,
  ],
  [
    "containers without an image",
    {
      ...several,
      config: {
        "slipway:images": two,
        "slipway:services": [{ name: "mage-web", containers: ["app"] }],
      },
    },
    "slipway:services[0].containers",
    /which of the images web, api/,
  ],
  [
    "containers of an unknown image",
    {
      ...several,
      config: {
        "slipway:images": two,
        "slipway:services": [{ name: "mage-web", containers: { app: "wep" } }],
      },
    },
    "slipway:services[0].containers.app",
    /"wep", which there is not/,
  ],
  [
    "two images under one tag",
    {
      ...several,
      config: {
        "slipway:images": {
          web: { repositoryUrl: "ghcr.io/a/b" },
          api: { repositoryUrl: "ghcr.io/a/b", environmentTag: false },
        },
      },
    },
    "slipway:images.api",
    /and so would web/,
  ],
  [
    "the commit's tag for the environment",
    {
      env: { ENV: undefined },
      config: {
        "slipway:image": {
          tag: "{commit}",
          environmentTag: "aaaabbbbccccddddeeeeffff0000111122223333",
        },
      },
    },
    "slipway:images.mage-ai",
    /both for the commit and for the environment/,
  ],
  [
    "a tag format that never changes",
    { config: { "slipway:image": { tag: "latest" } } },
    "slipway:image.tag",
    /neither \{commit\} nor \{short\}/,
  ],
  [
    "a tag with bad characters",
    { config: { "slipway:image": { tag: "v/{commit}" } } },
    "slipway:image.tag",
    /is not a valid image tag/,
  ],
  [
    "an unknown placeholder",
    { config: { "slipway:image": { tag: "{commit}-{branch}" } } },
    "slipway:image.tag",
    /unknown placeholder \{branch\}/,
  ],
  [
    "a bad environment tag",
    { config: { "slipway:image": { environmentTag: "env:staging" } } },
    "slipway:image.environmentTag",
    /not a valid image tag/,
  ],
  [
    "an existing image that is built",
    { config: { "slipway:image": { existing: digest, context: "app" } } },
    "slipway:image.existing",
    /together with context/,
  ],
  [
    "an existing image of no form",
    { config: { "slipway:image": { existing: "app:v1" } } },
    "slipway:image.existing",
    /neither a tag nor a digest/,
  ],
  [
    "an absolute context",
    { config: { "slipway:image": { context: "/srv/app" } } },
    "slipway:image.context",
    /not a path relative to the project/,
  ],
  [
    "a remote context",
    { config: { "slipway:image": { context: "https://github.com/a/b.git" } } },
    "slipway:image.context",
    /not a path relative/,
  ],
  [
    "a platform of no form",
    { config: { "slipway:image": { platforms: ["arm64"] } } },
    "slipway:image.platforms[0]",
    /"arm64" is not a platform/,
  ],
  [
    "a build secret in clear",
    { config: { "slipway:image": { secrets: { npm: "hunter2" } } } },
    "slipway:image.secrets.npm",
    /The value is/,
  ],
  // AWS.
  [
    "no region anywhere",
    { env: { REPOSITORY_URL: "ghcr.io/mage/ai" } },
    "aws:region",
    /is not set.*AWS_REGION/,
  ],
  [
    "two regions to choose from",
    {
      ...several,
      env: { REPOSITORY_URL: undefined },
      config: {
        "slipway:images": {
          a: { repositoryUrl },
          b: { repositoryUrl: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/b" },
        },
      },
    },
    "aws:region",
    /us-east-1 and eu-west-1/,
  ],
  [
    "a region of no form",
    { config: { "aws:region": "useast1" } },
    "aws:region",
    /"useast1" is not the name of an AWS region/,
  ],
  [
    "a bad AWS_REGION",
    { env: { AWS_REGION: "us_east_1" } },
    "AWS_REGION",
    /"us_east_1" is not the name/,
  ],
  [
    "an unknown aws: key",
    { config: { "aws:regoin": "us-east-1" } },
    "aws:regoin",
    /Did you mean "region"\?/,
  ],
  [
    "the assumeRole of old",
    { config: { "aws:assumeRole": { roleArn: "x" } } },
    "aws:assumeRole",
    /does not implement.*aws:assumeRoles/,
  ],
  [
    "keys in the configuration",
    { config: { "aws:secretKey": "hunter2" } },
    "aws:secretKey",
    /does not implement.*AWS_SECRET_ACCESS_KEY/,
  ],
  [
    "checks to be skipped",
    { config: { "aws:skipRequestingAccountId": "true" } },
    "aws:skipRequestingAccountId",
    /always checks/,
  ],
  [
    "a role that is a user",
    { config: { "aws:assumeRoles": [{ roleArn: "arn:aws:iam::123456789012:user/me" }] } },
    "aws:assumeRoles[0].roleArn",
    /is not the ARN of an IAM role/,
  ],
  [
    "one role for a list",
    { config: { "aws:assumeRoles": { roleArn: "x" } } },
    "aws:assumeRoles",
    /is not a list/,
  ],
  [
    "a session that is too short",
    {
      config: {
        "aws:assumeRoles": [{ roleArn: "arn:aws:iam::123456789012:role/x", duration: "5m" }],
      },
    },
    "aws:assumeRoles[0].duration",
    /not between 15 min and 12 h/,
  ],
  [
    "an account that lost its zero",
    { config: { "aws:allowedAccountIds": [12345678901] } },
    "aws:allowedAccountIds[0]",
    /12345678901 is not an AWS account id.*quotes/,
  ],
  [
    "an endpoint with a login",
    { config: { "aws:endpoints": [{ ecs: "http://me:hunter2@127.0.0.1" }] } },
    "aws:endpoints[0].ecs",
    /not the URL of an endpoint/,
  ],
  [
    "an endpoint of another service",
    { config: { "aws:endpoints": [{ s3: "http://127.0.0.1" }] } },
    "aws:endpoints[0].s3",
    /There are ecs, ecr, sts, logs, cloudwatch, sns/,
  ],
  ["too many retries", { config: { "aws:maxRetries": "many" } }, "aws:maxRetries", /"many"/],
  [
    "a truth of no form",
    { config: { "aws:useFipsEndpoint": "yes" } },
    "aws:useFipsEndpoint",
    /"yes".*true/,
  ],
  // Notifications.
  [
    "a Slack address that is none",
    { config: { "slipway:notify": [{ slack: "#releases" }] } },
    "slipway:notify[0].slack",
    /The value is .*{env: NAME}/,
  ],
  [
    "a webhook of another kind",
    { config: { "slipway:notify": [{ webhook: "ftp://example.com/in" }] } },
    "slipway:notify[0].webhook",
    /is not the address of a web page/,
  ],
  [
    "a variable's value in place of its name",
    { config: { "slipway:notify": [{ webhook: { env: "https://example.com" } }] } },
    "slipway:notify[0].webhook.env",
    /name of an environment variable.*not its value/,
  ],
  [
    "a topic by its name",
    { config: { "slipway:notify": [{ sns: "releases" }] } },
    "slipway:notify[0].sns",
    /ARN of an SNS topic/,
  ],
  // Gates.
  [
    "a gate that is none",
    { config: { "slipway:gates": [{ for: "5 min" }] } },
    "slipway:gates[0].alarms",
    /is missing/,
  ],
  [
    "a gate on no alarm",
    { config: { "slipway:gates": [{ alarms: [] }] } },
    "slipway:gates[0].alarms",
    /too short/,
  ],
  [
    "a gate on no page",
    { config: { "slipway:gates": [{ http: { url: "mage.example.com/health" } }] } },
    "slipway:gates[0].http.url",
    /not the URL of a page.*http/,
  ],
  [
    "a gate that watches for ever",
    { config: { "slipway:gates": [{ alarms: ["errors"], for: "ever" }] } },
    "slipway:gates[0].for",
    /not a duration/,
  ],
  // What later versions bring.
  [
    "mirrors",
    { config: { "slipway:image": { mirrors: ["ghcr.io/a/b"] } } },
    "slipway:image.mirrors",
    /not available yet/,
  ],
  [
    "mirrors of one of several",
    { ...several, config: { "slipway:images": { web: { repositoryUrl, mirrors: ["x.io/a"] } } } },
    "slipway:images.web.mirrors",
    /not available yet/,
  ],
];

describe("readSettings refuses", () => {
  for (const [what, made, path, text] of cases) {
    it(what, () => {
      const { problems, code } = errorOf(made);
      expect(problems.map((problem) => problem.path)).to.deep.equal([path]);
      const [problem] = problems;
      expect(`${problem!.message} ${problem!.remedy}`).to.match(text);
      expect(problem!.remedy).to.match(/\S.*[.?]$/);
      expect(problem!.message).to.match(/[.]$/);
      expect(code).to.equal("SETTINGS_INVALID");
    });
  }

  it("everything at once", () => {
    const error = errorOf({
      env: { CLUSTER_NAME: undefined, SERVICES_NAMES: "a,a", BUILDKITE_COMMIT: "main", ENV: "x" },
      config: { "slipway:rollout": { timeout: "x", onFail: 1 }, "aws:nothing": "1" },
    });
    expect(error.problems.map(({ path }) => path)).to.have.members([
      "slipway:rollout.timeout",
      "slipway:rollout.onFail",
      "aws:nothing",
      "ENV",
      "CLUSTER_NAME",
      "BUILDKITE_COMMIT",
      "SERVICES_NAMES",
    ]);
    for (const { path } of error.problems) expect(error.message).to.include(`  ${path}: `);
    expect(error.message).to.include("environment staging have 7 problems");
    expect(error.remedy).to.include("Nothing was touched");
  });

  it("without ever repeating a secret", () => {
    const secret = "hunter2-of-the-settings";
    const made: Case[] = [
      { config: { "slipway:environment": { A: [secret] } } },
      { config: { "slipway:environment": secret } },
      { config: { "slipway:environment": `{"A": "${secret}"` } },
      { config: { "slipway:image": { secrets: { npm: secret } } } },
      { config: { "slipway:image": { buildArgs: { TOKEN: [secret] } } } },
      { config: { "slipway:notify": [{ slak: secret }] } },
      { config: { "slipway:notify": secret } },
      { config: { "slipway:notify": [{ slack: `ftp://${secret}` }] } },
      { config: { "slipway:notify": [{ slack: { channel: "C1", token: "", tokn: secret } }] } },
      { config: { "aws:secretKey": secret, "aws:token": secret } },
      {
        config: { "slipway:cluster": `no ${secret}` },
        env: { CLUSTER_NAME: undefined },
        secretKeys: ["slipway:cluster"],
      },
      { config: { "slipway:migration": { service: secret } }, secretKeys: ["slipway:migration"] },
      { env: { REPOSITORY_URL: `https://me:${secret}@ghcr.io/a` } },
      { env: { REPOSITORY_URL: `me:${secret}@ghcr.io/a` } },
      { config: { "aws:endpoints": [{ ecs: `http://me:${secret}@127.0.0.1` }] } },
    ];
    for (const one of made) {
      const error = errorOf(one);
      expect(JSON.stringify(error) + error.message + String(error.stack)).not.to.include(secret);
    }
  });
});
