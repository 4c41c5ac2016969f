import { expect } from "chai";
import { clean, commit, head, repositoryUrl, settingsOf } from "./settingsCase";

const none = {
  REPOSITORY_URL: undefined,
  BUILDKITE_COMMIT: undefined,
  SERVICES_NAMES: undefined,
  CLUSTER_NAME: undefined,
  ENV: undefined,
};
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("readSettings", () => {
  it("needs nothing but the script's variables", () => {
    const { settings, warnings } = settingsOf({});
    expect(settings).to.deep.equal({
      stack: "staging",
      cluster: "mage-staging",
      commit: { sha: commit, version: commit, dirty: false, source: "environment" },
      images: [
        {
          name: "mage-ai",
          repositoryUrl,
          tag: commit,
          environmentTag: "staging",
          environmentTagAsked: false,
          mirrors: [],
          build: { context: ".", buildArgs: {}, secrets: {}, cache: { from: [], to: [] } },
        },
      ],
      services: [
        { name: "mage-web", after: [], base: "service" },
        { name: "mage-worker", after: [], base: "service" },
      ],
      environment: {},
      versionVariable: "DD_VERSION",
      rollout: {
        noProgress: 1800,
        timeout: 3600,
        failEarly: false,
        onFailure: "rollback",
        onCancel: "leave",
      },
      gates: [],
      notify: [],
      aws: { region: "us-east-1" },
    });
    expect(warnings).to.deep.equal([]);
  });

  it("needs nothing but the stack's configuration", () => {
    const { settings } = settingsOf({
      env: none,
      git: clean,
      config: {
        "slipway:cluster": "c",
        "slipway:repositoryUrl": repositoryUrl,
        "slipway:services": ["web", { name: "worker", after: ["web"], base: "family" }],
        "slipway:environment": { LEVEL: "info", PORT: 8080, ON: true },
        "slipway:versionVariable": "APP_VERSION",
        "slipway:image": {
          dockerfile: "app/Dockerfile",
          tag: "sha-{short}",
          environmentTag: false,
        },
        "slipway:migration": { service: "web", command: ["migrate"], timeout: "5 min" },
        "slipway:rollout": { noProgress: "90 s", timeout: "1 h" },
      },
    });
    expect(settings.cluster).to.equal("c");
    expect(settings.commit).to.deep.equal({
      sha: head,
      version: head,
      dirty: false,
      source: "git",
    });
    expect(settings.images[0]).to.deep.include({
      tag: "sha-4f2cab1",
      environmentTag: undefined,
      environmentTagAsked: false,
    });
    expect(settings.images[0]!.build).to.include({ dockerfile: "app/Dockerfile" });
    expect(settings.services).to.deep.equal([
      { name: "web", after: [], base: "service" },
      { name: "worker", after: ["web"], base: "family" },
    ]);
    expect(settings.environment).to.deep.equal({ LEVEL: "info", PORT: "8080", ON: "true" });
    expect(settings.versionVariable).to.equal("APP_VERSION");
    expect(settings.migration).to.deep.equal({
      service: "web",
      command: ["migrate"],
      timeout: 300,
    });
    expect(settings.rollout).to.include({ noProgress: 90, timeout: 3600 });
  });

  describe("the order flag, environment, configuration, default", () => {
    const config = {
      "slipway:cluster": "from-config",
      "slipway:repositoryUrl": "ghcr.io/from/config",
      "slipway:services": ["from-config"],
      "aws:region": "eu-west-3",
    };
    const flags = {
      cluster: "from-flag",
      services: "from-flag",
      repositoryUrl: "ghcr.io/from/flag",
      commit: head,
      region: "eu-west-1",
      profile: "flagged",
    };
    const values = ({ settings, origins }: ReturnType<typeof settingsOf>) => {
      const originOf = (name: string) => origins.find((origin) => origin.name === name)?.origin;
      return [
        [settings.cluster, originOf("cluster")],
        [settings.services.map(({ name }) => name).join(), originOf("services")],
        [
          settings.images[0]!.repositoryUrl,
          originOf(`images.${settings.images[0]!.name}.repositoryUrl`),
        ],
        [settings.commit.sha, originOf("commit")],
        [settings.aws.region, originOf("aws.region")],
      ];
    };

    it("holds for flags", () => {
      expect(values(settingsOf({ flags, config, env: { AWS_REGION: "x" } }))).to.deep.equal([
        ["from-flag", "flag --cluster"],
        ["from-flag", "flag --services"],
        ["ghcr.io/from/flag", "flag --repository-url"],
        [head, "flag --commit"],
        ["eu-west-1", "flag --region"],
      ]);
    });

    it("holds for the environment, where aws:region wins over AWS_REGION", () => {
      expect(values(settingsOf({ config, env: { AWS_REGION: "eu-west-2" } }))).to.deep.equal([
        ["mage-staging", "environment CLUSTER_NAME"],
        ["mage-web,mage-worker", "environment SERVICES_NAMES"],
        [repositoryUrl, "environment REPOSITORY_URL"],
        [commit, "environment BUILDKITE_COMMIT"],
        ["eu-west-3", "Pulumi.staging.yaml aws:region"],
      ]);
    });

    it("holds for the configuration and git", () => {
      expect(values(settingsOf({ config, env: none, git: clean }))).to.deep.equal([
        ["from-config", "Pulumi.staging.yaml slipway:cluster"],
        ["from-config", "Pulumi.staging.yaml slipway:services"],
        ["ghcr.io/from/config", "Pulumi.staging.yaml slipway:repositoryUrl"],
        [head, "git HEAD"],
        ["eu-west-3", "Pulumi.staging.yaml aws:region"],
      ]);
    });

    it("ends at the defaults", () => {
      const { origins } = settingsOf({});
      for (const name of ["versionVariable", "rollout.timeout", "images.mage-ai.tag"]) {
        expect(origins.find((origin) => origin.name === name)?.origin, name).to.equal("default");
      }
      expect(origins.find(({ name }) => name === "images.mage-ai.environmentTag")).to.deep.equal({
        name: "images.mage-ai.environmentTag",
        value: "staging",
        origin: "default",
      });
    });

    it("shows no secret value", () => {
      const { origins } = settingsOf({
        config: {
          "slipway:environment": { TOKEN: "hunter2" },
          "slipway:image": { buildArgs: { KEY: "hunter2" }, secrets: { npm: { env: "NPM" } } },
          "slipway:migration": { service: "mage-web", command: ["hunter2"] },
          "slipway:cluster": "unused-hunter2",
        },
        env: { CLUSTER_NAME: undefined },
        secretKeys: ["slipway:migration", "slipway:cluster"],
      });
      expect(JSON.stringify(origins)).not.to.include("hunter2");
      expect(origins).to.deep.include({
        name: "environment.TOKEN",
        value: "(secret)",
        origin: "Pulumi.staging.yaml slipway:environment.TOKEN",
      });
    });
  });

  it("gives every gate the times of its kind, and keeps those that are set", () => {
    const gates = [
      { alarms: ["errors"] },
      { alarms: ["errors"], for: "10 min", every: 30 },
      { http: { url: "https://mage.example.com/health", version: "commit" } },
      { http: { url: "http://mage/", status: 204, body: "ok" }, for: "1 h" },
      { command: ["npm", "run", "smoke"] },
      { command: ["true"], every: "10 s" },
    ];
    const made = settingsOf({ config: { "slipway:gates": gates } });
    const command = { kind: "command", for: 600 };
    expect(made.settings.gates).to.deep.equal([
      { kind: "alarms", alarms: ["errors"], for: 300, every: 15 },
      { kind: "alarms", alarms: ["errors"], for: 600, every: 30 },
      {
        ...{ kind: "http", url: "https://mage.example.com/health", status: 200 },
        ...{ version: "commit", for: 120, every: 5 },
      },
      { kind: "http", url: "http://mage/", status: 204, body: "ok", for: 3600, every: 5 },
      { ...command, command: ["npm", "run", "smoke"] },
      { ...command, command: ["true"], every: 10 },
    ]);
  });

  describe("region", () => {
    const region = (env: Record<string, string | undefined>, config = {}) =>
      settingsOf({ env, config }).settings.aws.region;
    it("is AWS_REGION, then AWS_DEFAULT_REGION, then the repository's", () => {
      expect(region({ AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-2" })).to.equal(
        "eu-west-1",
      );
      expect(region({ AWS_REGION: "", AWS_DEFAULT_REGION: "eu-west-2" })).to.equal("eu-west-2");
      expect(region({})).to.equal("us-east-1");
    });
  });

  describe("aws:", () => {
    it("has @pulumi/aws's forms", () => {
      const { settings, origins } = settingsOf({
        config: {
          "aws:region": "eu-central-1",
          "aws:profile": "deploy",
          "aws:assumeRoles": [
            { roleArn: "arn:aws:iam::123456789012:role/a", duration: "1h30m", externalId: "x" },
            { roleArn: "arn:aws:iam::210987654321:role/b", sessionName: "release" },
          ],
          "aws:allowedAccountIds": ["012345678901", 123456789012],
          "aws:endpoints": [
            { ecs: "http://127.0.0.1:1", cloudwatchlogs: "http://127.0.0.1:3" },
            { ecr: "http://127.0.0.1:2" },
          ],
          "aws:maxRetries": "7",
          "aws:useFipsEndpoint": "true",
          "docker-build:host": "unix:///var/run/docker.sock",
        },
      });
      expect(settings.aws).to.deep.equal({
        region: "eu-central-1",
        profile: "deploy",
        assumeRoles: [
          { roleArn: "arn:aws:iam::123456789012:role/a", duration: 5400, externalId: "x" },
          { roleArn: "arn:aws:iam::210987654321:role/b", sessionName: "release" },
        ],
        allowedAccountIds: ["012345678901", "123456789012"],
        endpoints: {
          ecs: "http://127.0.0.1:1",
          ecr: "http://127.0.0.1:2",
          logs: "http://127.0.0.1:3",
        },
        maxRetries: 7,
        useFipsEndpoint: true,
      });
      expect(origins.map(({ name }) => name)).to.include.members(["aws.assumeRoles", "aws.region"]);
    });
  });

  describe("services", () => {
    const services = [
      { name: "mage-web", containers: ["web"], after: ["jobs"] },
      { name: "jobs", base: "family" },
    ];

    it("keep their settings where SERVICES_NAMES chooses among them", () => {
      const { settings, warnings } = settingsOf({ config: { "slipway:services": services } });
      expect(settings.services).to.deep.equal([
        { name: "mage-web", containers: { web: "mage-ai" }, after: [], base: "service" },
        { name: "mage-worker", after: [], base: "service" },
      ]);
      expect(warnings).to.deep.equal([
        "mage-web is to follow jobs, which is not part of this release.",
      ]);
    });

    it("leave the migration of a service out that is not among them, and say so", () => {
      const migration = { service: "jobs", command: ["migrate"] };
      const config = { "slipway:services": services, "slipway:migration": migration };
      const { settings, warnings, configuredServices } = settingsOf({ config });
      expect(settings).to.not.have.property("migration");
      expect(warnings).to.include("No migration: jobs is not part of this release.");
      expect(configuredServices).to.deep.equal(["mage-web", "jobs"]);
      expect(settingsOf({}).configuredServices).to.equal(undefined);
    });

    it("get their own images, and no other is part of the release", () => {
      const named = (only: string, containers: Record<string, string> | undefined) =>
        settingsOf({
          env: { REPOSITORY_URL: undefined, SERVICES_NAMES: only, AWS_REGION: "us-east-1" },
          config: {
            "slipway:images": {
              api: { repositoryUrl: "ghcr.io/a/api", bake: "api" },
              admin: { repositoryUrl: "ghcr.io/a/admin", bake: "admin", bakeFile: "ci/bake.hcl" },
            },
            "slipway:services": [
              { name: "api", containers },
              { name: "admin", containers },
            ],
          },
        }).settings.images;
      const [image, ...others] = named("admin", { app: "admin" });
      expect(image?.build?.bake).to.deep.equal({ target: "admin", file: "ci/bake.hcl" });
      expect(others).to.deep.equal([]);
      // Who says nothing of its containers may get any of them.
      expect(named("admin", undefined)).to.have.lengthOf(2);
    });

    for (const text of ["a,b", "a b", " a ,\tb,,\n", ",a, b"]) {
      it(`are split out of ${JSON.stringify(text)}`, () => {
        const names = ({ settings }: ReturnType<typeof settingsOf>) =>
          settings.services.map(({ name }) => name);
        expect(names(settingsOf({ env: { SERVICES_NAMES: text } }))).to.deep.equal(["a", "b"]);
        const config = { "slipway:services": text };
        const unset = { SERVICES_NAMES: undefined };
        expect(names(settingsOf({ env: unset, config }))).to.deep.equal(["a", "b"]);
      });
    }
  });

  describe("images", () => {
    it("can be several, each container with its own", () => {
      const { settings } = settingsOf({
        env: { REPOSITORY_URL: undefined },
        config: {
          "slipway:images": {
            app: { repositoryUrl, tag: "app-{commit}", environmentTag: "app-{env}" },
            proxy: { repositoryUrl: "ghcr.io/a/proxy", existing: digest, environmentTag: true },
          },
          "slipway:services": [{ name: "mage-web", containers: { web: "app", edge: "proxy" } }],
        },
      });
      expect(settings.images.map(({ build: _, ...image }) => image)).to.deep.equal([
        {
          name: "app",
          repositoryUrl,
          tag: `app-${commit}`,
          environmentTag: "app-staging",
          environmentTagAsked: true,
          mirrors: [],
        },
        {
          name: "proxy",
          repositoryUrl: "ghcr.io/a/proxy",
          tag: commit,
          environmentTag: "staging",
          environmentTagAsked: true,
          mirrors: [],
          existing: digest,
        },
      ]);
      expect(settings.images[1]).not.to.have.property("build");
      expect(settings.services[0]!.containers).to.deep.equal({ web: "app", edge: "proxy" });
    });

    it("take REPOSITORY_URL where there is one", () => {
      const { settings } = settingsOf({
        config: { "slipway:images": { app: { repositoryUrl: "ghcr.io/other/app" } } },
      });
      expect(settings.images[0]).to.include({ name: "app", repositoryUrl });
    });

    it("may lie on a host with an IPv6 address", () => {
      const { settings } = settingsOf({
        env: { REPOSITORY_URL: undefined, AWS_REGION: "us-east-1" },
        config: { "slipway:repositoryUrl": "[::1]:5000/app" },
      });
      expect(settings.images[0]).to.include({ name: "app", repositoryUrl: "[::1]:5000/app" });
    });
  });
});
