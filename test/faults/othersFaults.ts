import { newCommit, oldCommit } from "./_ground/releasedBefore";
import { faulty, rolledBackByEcs, type Expected, type FaultCase, type Policy } from "./faultCase";

/** Slow enough that somebody comes between. */
const slow = { tasks: [{ family: faulty, image: `*:${newCommit}`, pull: 600 }] };

/** What other people do while a release runs. */
export const othersFaults: readonly FaultCase[] = [
  {
    title: "another tool deploys",
    scenario: slow,
    meanwhile: async (aws) => {
      const definition = await aws.definition(`${faulty}:2`);
      const [app, ...rest] = definition.containerDefinitions ?? [];
      const image = app?.image?.replace(oldCommit, "first");
      const other = { ...definition, containerDefinitions: [{ ...app, image }, ...rest] };
      await aws.move(faulty, await aws.register(faulty, other));
    },
    expected: superseded,
    evidence: [/superseded|newer deployment/i],
  },
  {
    title: "somebody stops the deployment, with rollback",
    scenario: slow,
    meanwhile: (aws) => aws.stopDeployment(faulty),
    expected: rolledBackByEcs,
  },
  {
    title: "somebody goes back to the old revision",
    scenario: slow,
    meanwhile: (aws) => aws.move(faulty, `${faulty}:2`),
    expected: wentBack,
  },
  {
    title: "somebody deletes the service",
    scenario: slow,
    meanwhile: (aws) => aws.deleteService(faulty),
    expected: gone,
  },
];

/** Others' deployment stays: two more revisions, ours and theirs. */
function superseded(): Expected {
  const others = { faulty: "other", others: "new" } as const;
  return { exit: 8, outcome: "superseded", ...others, tag: "new", revisions: 2, deployments: 2 };
}

function wentBack(): Expected {
  return { exit: 8, outcome: "superseded", faulty: "old", others: "new", tag: "new" };
}

function gone(policy: Policy): Expected {
  return policy === "stop"
    ? { exit: 7, outcome: "gone", faulty: "gone", others: "new", tag: "new" }
    : { exit: 6, outcome: "gone", faulty: "gone", others: "old", tag: "old" };
}
