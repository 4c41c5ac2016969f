import { PutMetricAlarmCommand, CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CreateLogGroupCommand, CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CreateServiceCommand, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import path from "node:path";
import { stringify } from "yaml";
import { permissions } from "../../aws/iam/permissions";
import type { TaskPlan } from "../../emulator/faults/scenario";
import { ReleaseSandbox } from "./_release/releaseSandbox";
import type { ReleaseRun } from "./_release/slipway";

const key = "AKIAOFTHEPOLICY";
const all = permissions.map(({ action }) => action);
const readOnly = permissions.flatMap(({ policy, action }) => (policy === "read" ? [action] : []));
/** There is no SNS in the sandbox, one account only, and its registry has no name of ECR's. */
const elsewhere = ["sns:Publish", "sts:AssumeRole", "ecr:DescribeRepositories"];
/** Of what tasks need; tried together, as each of them is only looked at. */
const ofPreflight = [
  "iam:GetRole",
  "secretsmanager:DescribeSecret",
  "ssm:GetParameters",
  "logs:DescribeLogGroups",
];
const except = (...actions: string[]) => all.filter((action) => !actions.includes(action));
/** Those that a preview needs already. */
const seenByPreview = [
  "ecs:DescribeServices",
  "ecs:DescribeTaskDefinition",
  "ecs:ListTaskDefinitions",
  "ecr:GetAuthorizationToken",
  "ecr:BatchGetImage",
  "cloudwatch:DescribeAlarms",
];
/** The environment in which an action is needed, where that is not the usual one. */
const environments: Readonly<Record<string, string>> = {
  // Of an image that is no index, its config says the platform.
  "ecr:GetDownloadUrlForLayer": "single",
  "ecs:StopServiceDeployment": "failing",
  // Of a deployment that is over, which the service names no more.
  "ecs:ListServiceDeployments": "red",
};
/** Called only when something goes wrong: what does, and how the release ends without the action. */
const trouble: Readonly<Record<string, (commit: string) => Partial<TaskPlan>>> = {
  "ecs:StopTask": () => ({ exit: { after: 36_000, code: 0 } }),
  "ecs:StopServiceDeployment": (commit) => ({
    image: `*:${commit}`,
    exit: { after: 1, code: 1 },
  }),
};
const endings: Readonly<Record<string, number>> = {
  "ecs:StopServiceDeployment": 6,
  "ecs:ListServiceDeployments": 6,
};

describe("the IAM policies, enforced", function () {
  this.timeout(120_000);
  let sandbox: ReleaseSandbox;
  let round = 0;

  before(async () => {
    sandbox = await ReleaseSandbox.start();
    const { ecs } = sandbox.api;
    const client = { endpoint: sandbox.env.AWS_ENDPOINT_URL, region: sandbox.env.AWS_REGION };
    await sandbox.addKey({ accessKeyId: key, secretAccessKey: "of the policy" });
    const credentials = sandbox.ownKey;
    const logs = new CloudWatchLogsClient({ ...client, credentials });
    await logs.send(new CreateLogGroupCommand({ logGroupName: "/ecs/iam" }));
    const alarms = new CloudWatchClient({ ...client, credentials });
    await alarms.send(
      new PutMetricAlarmCommand({
        ...{ AlarmName: "errors", MetricName: "Errors", Namespace: "App", Statistic: "Sum" },
        ...{ Period: 60, EvaluationPeriods: 1, Threshold: 1 },
        ComparisonOperator: "GreaterThanThreshold",
      }),
    );
    const secretsManager = new SecretsManagerClient({ ...client, credentials });
    const { ARN } = await secretsManager.send(
      new CreateSecretCommand({ Name: "iam/token", SecretString: "token" }),
    );
    const parameters = new SSMClient({ ...client, credentials });
    await parameters.send(
      new PutParameterCommand({ Name: "/iam/url", Type: "SecureString", Value: "url" }),
    );
    const secrets = [
      { name: "TOKEN", valueFrom: ARN },
      { name: "URL", valueFrom: "/iam/url" },
    ];
    const cluster = await sandbox.cluster("iam");
    const image = `${sandbox.demo.repositoryUrl}:bootstrap`;
    const options = {
      "awslogs-group": "/ecs/iam",
      "awslogs-region": "us-east-1",
      "awslogs-stream-prefix": "app",
    };
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: "iam",
        executionRoleArn: "arn:aws:iam::123456789012:role/execution",
        tags: [{ key: "team", value: "a" }],
        containerDefinitions: [
          {
            ...{ name: "app", image, memory: 64, secrets },
            logConfiguration: { logDriver: "awslogs", options },
          },
        ],
      }),
    );
    await ecs.send(
      new CreateServiceCommand({
        ...{ cluster: "iam", serviceName: "web", taskDefinition: "iam", desiredCount: 1 },
      }),
    );
    await cluster.untilSteady("web");
    const plain = {
      "slipway:cluster": "iam",
      "slipway:images": { mage: { repositoryUrl: sandbox.demo.repositoryUrl, context: "." } },
      "slipway:services": ["web"],
    };
    const config = {
      ...plain,
      "slipway:migration": { service: "web", command: ["migrate"], timeout: "5 s" },
      "slipway:gates": [{ alarms: ["errors"], for: "1 s" }],
    };
    await sandbox.application.write("Pulumi.iam.yaml", stringify({ config }));
    const { repositoryUrl } = sandbox.demo;
    const single = { mage: { repositoryUrl, existing: "bootstrap" } };
    await sandbox.application.write(
      "Pulumi.single.yaml",
      stringify({ config: { ...config, "slipway:images": single } }),
    );
    const failing = { ...plain, "slipway:rollout": { timeout: "15 s" } };
    await sandbox.application.write("Pulumi.failing.yaml", stringify({ config: failing }));
    const red = { ...plain, "slipway:gates": [{ command: ["false"] }] };
    await sandbox.application.write("Pulumi.red.yaml", stringify({ config: red }));
  });
  after(() => sandbox.stop());

  async function slipway(
    command: string,
    allowed: readonly string[],
    { environment = "iam", plan }: { environment?: string; plan?: (typeof trouble)[string] } = {},
  ): Promise<ReleaseRun> {
    await sandbox.application.write("greeting.txt", `Round ${++round}.\n`);
    const commit = await sandbox.application.commit(`Round ${round}`);
    const plans = plan ? [{ family: "iam", ...plan(commit) }] : [];
    await sandbox.permit({ [key]: [...allowed] }, ...plans);
    await sandbox.calls();
    // The sandbox's own Docker config holds a login of somebody who may do everything.
    const DOCKER_CONFIG = path.join(sandbox.folder, "no-logins");
    return sandbox.slipway([command, environment], undefined, {
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: "of the policy",
      DOCKER_CONFIG,
    });
  }
  const said = ({ stdout, stderr }: ReleaseRun) => stdout + stderr;

  it("let a preview see everything with the rights to read, and a release nothing more", async () => {
    const preview = await slipway("preview", readOnly);
    expect(preview.code, said(preview)).to.equal(0);
    expect(preview.report.services[0]?.action).to.equal("register");
    // Parameters have values in clear, which a pull request shall not read.
    expect(preview.report.warnings).to.have.length(1);
    expect(preview.report.warnings[0]).to.include("Not allowed: ssm:GetParameters");
    const up = await slipway("up", readOnly);
    expect(up.code, said(up)).to.be.oneOf([3, 4]);
    expect(said(up)).to.match(/ecr:\w+Upload|ecr:PutImage/);
  });

  it("let a release do everything", async () => {
    const up = await slipway("up", all);
    expect(up.code, said(up)).to.equal(0);
    expect(up.report.warnings).to.deep.equal([]);
    const called = new Set(await sandbox.calls());
    for (const call of called) expect([...all, "sts:GetCallerIdentity"]).to.include(call);
  });

  it("let a release go on without those that only preflight needs, and say which", async () => {
    const preview = await slipway("preview", except(...ofPreflight));
    expect(preview.code, said(preview)).to.equal(0);
    expect(preview.report.warnings).to.have.length(1);
    for (const action of ofPreflight) expect(preview.report.warnings[0]).to.include(action);
  });

  for (const { action, without } of permissions.filter(
    (each) => ![...elsewhere, ...ofPreflight].includes(each.action),
  )) {
    const what = without === undefined ? "names it where it is missing" : "goes on without it";
    it(`${action}: ${what}`, async () => {
      const command = seenByPreview.includes(action) ? "preview" : "up";
      const allowed = except(action);
      const ran = await slipway(command, allowed, {
        environment: environments[action],
        plan: trouble[action],
      });
      if (without === undefined) {
        expect(ran.code, said(ran)).to.not.equal(0);
        // The answer to a HEAD has no words: there the remedy names what pushing needs.
        const named = action === "ecr:BatchCheckLayerAvailability" ? action : `perform: ${action}`;
        expect(said(ran), said(ran)).to.include(named);
      } else {
        expect(ran.code, said(ran)).to.equal(endings[action] ?? 0);
        // One that is not called can be missing without anybody's noticing.
        expect(await sandbox.calls()).to.include(action);
      }
    });
  }
});
