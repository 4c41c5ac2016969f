import { Tag$, TaskDefinition$, type ContainerDefinition } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import fc from "fast-check";
import { createAwsEcsApi } from "../../../../targets/ecs/awsEcsApi";
import type { EcsApi } from "../../../../targets/ecs/ecsApi";
import type { TaskDefinitionChange } from "../../../../targets/ecs/taskDefinition/change";
import { patch } from "../../../../targets/ecs/taskDefinition/patch";
import { withAwsCredentials } from "../_helpers/awsCredentials";
import { JsonServer } from "../_helpers/jsonServer";
import { arbitraryOf } from "../_helpers/schemaArbitrary";

const change: TaskDefinitionChange = {
  images: [
    {
      repositoryUrl: "registry.test/app",
      reference: "registry.test/app:new",
      containers: ["chosen"],
    },
  ],
  environment: { OURS: "1" },
  versionVariable: "DD_VERSION",
  version: "new",
};

const readOnly = [
  "taskDefinitionArn",
  "revision",
  "status",
  "requiresAttributes",
  "compatibilities",
  "registeredAt",
  "registeredBy",
  "deregisteredAt",
  "deleteRequestedAt",
];

type Json = Record<string, unknown>;
type Definition = Json & { containerDefinitions: Json[] };

/** A whole revision as DescribeTaskDefinition sends it, with one container to be patched. */
const revision = fc
  .tuple(
    arbitraryOf(TaskDefinition$),
    fc.array(arbitraryOf(Tag$), { maxLength: 2 }),
    fc.nat({ max: 3 }),
  )
  .map(([made, tags, position]) => {
    const definition = made as Partial<Definition>;
    const others = definition.containerDefinitions ?? [{ cpu: 1 }];
    const containers = others.map((container, n): Json => ({ ...container, name: `c${n}` }));
    const chosen: Json = containers[position % containers.length] ?? containers[0] ?? {};
    chosen.name = "chosen";
    // A secret of a name that is set is refused; that is another test.
    delete chosen.secrets;
    const containerDefinitions = containers.length > 0 ? containers : [chosen];
    return { taskDefinition: { ...definition, containerDefinitions }, tags };
  });

/** Every path in which two JSON values differ. */
function differences(a: unknown, b: unknown, path = ""): string[] {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return Object.is(a, b) ? [] : [path];
  }
  if (Array.isArray(a) !== Array.isArray(b)) return [path];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].flatMap((name) =>
    differences((a as Json)[name], (b as Json)[name], `${path}/${name}`),
  );
}

describe("lossless task definitions", () => {
  let server: JsonServer;
  let api: EcsApi;
  withAwsCredentials();

  beforeEach(async () => {
    server = new JsonServer();
    api = createAwsEcsApi({
      region: "us-east-1",
      endpoints: { ecs: await server.start() },
      maxRetries: 0,
    });
  });

  afterEach(async () => {
    await server.stop();
  });

  it("differ only in what was asked, through the real client and back onto the wire", async () => {
    await fc.assert(
      fc.asyncProperty(revision, async ({ taskDefinition, tags }) => {
        server.received.length = 0;
        server.answer = ({ target }) =>
          target === "DescribeTaskDefinition"
            ? { body: { taskDefinition, tags } }
            : { body: { taskDefinition: { taskDefinitionArn: "arn" } } };
        const content = await api.describeTaskDefinition("web:1");
        await api.registerTaskDefinition(patch(content, change).input);
        const sent = server.received.at(-1)?.body as Definition;

        const kept = Object.entries(taskDefinition).filter(([name]) => !readOnly.includes(name));
        const expected: Json = {
          ...Object.fromEntries(kept),
          ...(tags.length > 0 && { tags }),
        };
        const chosen = taskDefinition.containerDefinitions.findIndex((c) => c.name === "chosen");
        const path = `/containerDefinitions/${chosen}`;
        const allowed = new RegExp(`^${path}/(image|environment)(/|$)`);
        const unasked = differences(expected, sent).filter((where) => !allowed.test(where));
        expect(unasked).to.deep.equal([]);

        const container = sent.containerDefinitions[chosen] as ContainerDefinition;
        const old = taskDefinition.containerDefinitions[chosen] as ContainerDefinition;
        expect(container.image).to.equal("registry.test/app:new");
        expect(container.environment?.slice(0, old.environment?.length ?? 0)).to.deep.equal(
          old.environment ?? [],
        );
        expect(container.environment?.slice(old.environment?.length ?? 0)).to.deep.equal([
          { name: "DD_VERSION", value: "new" },
          { name: "OURS", value: "1" },
        ]);
      }),
      { numRuns: 150 },
    );
  }).timeout(60_000);
});
