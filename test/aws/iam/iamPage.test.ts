import { expect } from "chai";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { iamPage, policyDocument } from "../../../aws/iam/iamPage";
import { permissions } from "../../../aws/iam/permissions";

const root = path.join(__dirname, "../../..");
const page = path.join(root, "docs/iam.md");

/** What the SDK's clients call their services → IAM's prefix. */
const prefixes: Readonly<Record<string, string>> = {
  "client-ecs": "ecs",
  "client-ecr": "ecr",
  "client-sts": "sts",
  "client-sns": "sns",
  "client-iam": "iam",
  "client-secrets-manager": "secretsmanager",
  "client-ssm": "ssm",
  "client-cloudwatch": "cloudwatch",
  "client-cloudwatch-logs": "logs",
};

/** Every action that an adapter sends a command for. AWS's clients are made in adapters only; a sandbox asks its own AWS. */
function calledActions(): string[] {
  const folders = ["aws", "targets", "registry", "automation", "provider", "components", "config"];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /(^|\/)aws\w+Api\.ts$/.test(name) && !name.startsWith("sandbox/"))
      .map((name) => path.join(root, folder, name)),
  );
  return files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const [, client = ""] = /from "@aws-sdk\/(client-[a-z-]+)"/.exec(text) ?? [];
    const prefix = prefixes[client];
    if (prefix === undefined) throw new Error(`${file}: ${client} has no prefix here.`);
    const commands = text.matchAll(/new ([A-Z]\w+)Command\(/g);
    return [...commands].map(([, operation = ""]) => `${prefix}:${operation}`);
  });
}

/** Of the registry's protocol, which has no client of the SDK (test/e2e/iam.test.ts shows them). */
const ofRegistry = [
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
  "ecr:BatchCheckLayerAvailability",
  "ecr:InitiateLayerUpload",
  "ecr:UploadLayerPart",
  "ecr:CompleteLayerUpload",
  "ecr:PutImage",
];
/** What AWS asks for beside another action, and what the SDK's credentials call. */
const implied = ["iam:PassRole", "ecs:TagResource", "sts:AssumeRole"];

describe("the IAM policies", () => {
  it("hold every action that the code calls, and no other", () => {
    const called = calledActions().filter((action) => action !== "sts:GetCallerIdentity");
    const listed = permissions.map(({ action }) => action);
    expect(listed).to.have.members([...called, ...ofRegistry, ...implied]);
    expect(new Set(listed).size).to.equal(listed.length);
  });

  it("let a preview read, and nothing else", () => {
    const actions = policyDocument("read").Statement.flatMap(({ Action }) => Action);
    for (const action of actions) {
      expect(action).to.match(/:(Describe|List|Get|BatchGet|BatchCheck|AssumeRole)/);
    }
  });

  it("name one resource where AWS lets them", () => {
    const open = policyDocument("release").Statement.filter(({ Resource }) => Resource === "*");
    const unbound = open.filter(({ Condition }) => !Condition).flatMap(({ Action }) => Action);
    expect(unbound).to.have.members([
      "ecs:DescribeTaskDefinition",
      "ecs:ListTaskDefinitions",
      "ecs:RegisterTaskDefinition",
      "ecr:GetAuthorizationToken",
    ]);
  });

  it("read the logs of no other application, and hand roles to nothing but tasks", () => {
    const { Statement } = policyDocument("release");
    const of = (action: string) => Statement.filter(({ Action }) => Action.includes(action));
    expect(of("logs:GetLogEvents").map(({ Resource }) => Resource)).to.deep.equal([
      "arn:aws:logs:REGION:ACCOUNT:log-group:LOG-GROUP:log-stream:*",
    ]);
    expect(of("iam:PassRole")).to.deep.equal([
      {
        ...{ Effect: "Allow", Action: ["iam:PassRole"] },
        Resource: "arn:aws:iam::ACCOUNT:role/ROLES-OF-THE-TASKS",
        Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
    ]);
  });

  it("are on the page as they are here", async () => {
    const options = await resolveConfig(page);
    const made = await format(iamPage(), { ...options, parser: "markdown" });
    if (process.env.UPDATE_DOCS !== undefined) writeFileSync(page, made);
    expect(existsSync(page) ? readFileSync(page, "utf8") : "").to.equal(made);
  });
});
