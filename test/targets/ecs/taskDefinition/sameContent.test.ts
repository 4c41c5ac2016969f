import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { sameContent } from "../../../../targets/ecs/taskDefinition/sameContent";

const base: RegisterTaskDefinitionRequest = {
  family: "web",
  containerDefinitions: [
    {
      name: "app",
      image: "a:1",
      command: ["a", "b"],
      environment: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
    },
  ],
  tags: [
    { key: "a", value: "1" },
    { key: "b", value: "2" },
  ],
};

function changed(change: (copy: RegisterTaskDefinitionRequest) => void) {
  const copy = structuredClone(base);
  change(copy);
  return copy;
}

describe("sameContent", () => {
  const same: [string, RegisterTaskDefinitionRequest][] = [
    ["tags in another order", changed((d) => d.tags?.reverse())],
    [
      "variables in another order",
      changed((d) => d.containerDefinitions?.[0]?.environment?.reverse()),
    ],
    ["members in another order", Object.fromEntries(Object.entries(base).reverse()) as never],
    ["an empty list that ECS filled in", changed((d) => (d.volumes = []))],
    ["an undefined member", changed((d) => (d.cpu = undefined))],
  ];
  for (const [what, other] of same) {
    it(`overlooks ${what}`, () => expect(sameContent(base, other)).to.be.true);
  }

  const different: [string, RegisterTaskDefinitionRequest][] = [
    ["a command in another order", changed((d) => d.containerDefinitions?.[0]?.command?.reverse())],
    ["another value", changed((d) => (d.containerDefinitions![0]!.environment![0]!.value = "x"))],
    ["another tag", changed((d) => (d.tags![0]!.value = "x"))],
    ["no tags", changed((d) => delete d.tags)],
    ["a container more", changed((d) => d.containerDefinitions?.push({ name: "b" }))],
    ["a zero where nothing was", changed((d) => (d.containerDefinitions![0]!.cpu = 0))],
    ["a member nobody knows", { ...base, future: "x" } as RegisterTaskDefinitionRequest],
  ];
  for (const [what, other] of different) {
    it(`sees ${what}`, () => expect(sameContent(base, other)).to.be.false);
  }
});
