import { permissions, resourceOf, type Permission } from "./permissions";

interface Statement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: Permission["condition"];
}

/** A policy of IAM: `release` has all that `read` has. */
export function policyDocument(policy: "read" | "release") {
  const wanted = permissions.filter((each) => policy === "release" || each.policy === "read");
  const statements = new Map<string, Statement>();
  for (const permission of wanted) {
    const { action, condition } = permission;
    const Resource = resourceOf(permission);
    const key = JSON.stringify([Resource, condition]);
    const Action = [...(statements.get(key)?.Action ?? []), action];
    const conditions = condition ? { Condition: condition } : {};
    statements.set(key, { Effect: "Allow", Action, Resource, ...conditions });
  }
  return { Version: "2012-10-17", Statement: [...statements.values()] };
}

/** docs/iam.md, made from the list of permissions. */
export function iamPage(): string {
  return `# The two IAM policies

<!-- Made from aws/iam/permissions.ts: UPDATE_DOCS=1 npx mocha test/aws/iam/iamPage.test.ts -->

One for what releases (\`up\`, \`build\`, \`rollback\`), and one that only reads: for \`preview\` in pull requests, \`status\`, and the
environment that a promotion takes its images from. A test holds both to the calls that Slipway makes: nothing that it calls is missing,
and nothing is in them that it does not call. Put your own names in place of those in capitals; for each further repository, cluster,
log group or mirror, add its ARN.

What Pulumi's state needs ([state](state.md)) comes on top, and so does \`kms:GenerateDataKey\` and \`kms:Decrypt\` for a topic that is
encrypted. Who may take the roles is as much as what they may do: [pipelines](pipelines.md) has the trust policy.

When a right is missing, the error names the action. \`sts:GetCallerIdentity\` is asked first, and needs no right.

## Read only

\`\`\`json
${JSON.stringify(policyDocument("read"), null, 2)}
\`\`\`

## Release

\`\`\`json
${JSON.stringify(policyDocument("release"), null, 2)}
\`\`\`

## What each is for

| action | | |
| --- | --- | --- |
${permissions.map(row).join("\n")}

Tasks need none of this: the execution role pulls images and reads secrets, and the task role is the application's own.
`;
}

function row({ action, policy, why, without, only }: Permission): string {
  const notes = [
    only === undefined ? "" : `only with ${only}`,
    without === undefined ? "" : `can be left out: ${without}`,
  ];
  const who = policy === "read" ? "" : "release only; ";
  return `| \`${action}\` | ${why} | ${who}${notes.filter(Boolean).join("; ")} |`;
}
