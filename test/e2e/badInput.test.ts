import { expect } from "chai";
import { awsCases } from "./_badInput/awsCases";
import type { BadInput } from "./_badInput/badInput";
import { imageCases } from "./_badInput/imageCases";
import { commitOf, Place, rightSettings } from "./_badInput/place";
import { pulumiCases } from "./_badInput/pulumiCases";
import { settingsCases } from "./_badInput/settingsCases";

const stackTrace = /^\s+at .+:\d+:\d+\)?$/m;

describe("bad input", () => {
  let place: Place;

  before(async () => {
    place = await Place.start();
    const app = { name: "app", image: `${place.registry}/mage:${commitOf(1)}` };
    await place.createService("web", [app, { name: "router", image: "registry.test/router:3" }]);
    await place.createService("worker", [app]);
    await place.createService("single", [{ ...app, image: "registry.test/other:1" }]);
    await place.createService("sealed", [
      { ...app, secrets: [{ name: "DATABASE_URL", valueFrom: "/mage/database" }] },
    ]);
    // There is no room for a second task, so that no rollout of it ever gets on.
    await place.createService("busy", [app], {
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 },
    });
    await place.createService("needy", [
      { ...app, secrets: [{ name: "TOKEN", valueFrom: "/mage/token" }] },
    ]);
    await place.createService("stranger", [
      { name: "proxy", image: "registry.test/proxy:1" },
      { name: "cache", image: "registry.test/cache:1" },
    ]);
    await place.createService("blue-green", [app], {
      deploymentController: { type: "CODE_DEPLOY" },
      deploymentConfiguration: undefined,
    });
    await place.steady();
  });
  after(() => place.stop());

  // What follows proves something only if the same place takes what is right, and shows it.
  it("is not what a release that is right meets, and that one leaves traces", async () => {
    const before = await place.traces();
    await place.forgetCalls();
    const ran = await place.run("slipway", ["up", "--json"], { BUILDKITE_COMMIT: commitOf(1) });
    expect(ran.code, ran.stderr).to.equal(0);
    const after = await place.traces();
    for (const kind of ["images", "revisions", "services"] as const) {
      expect(after[kind], kind).to.not.equal(before[kind]);
    }
    expect(await place.changes()).to.include.members(["RegisterTaskDefinition", "UpdateService"]);
  });

  for (const input of [...settingsCases, ...pulumiCases, ...awsCases, ...imageCases]) {
    it(`${input.what}: exit ${input.exit}`, () =>
      meets(input, async (env) => {
        const [command = "preview", ...args] = input.command ?? [];
        const ran = await place.run("slipway", [command, ...args, "--json"], env);
        expect(ran.code, ran.stdout + ran.stderr).to.equal(input.exit);
        const document = JSON.parse(ran.stdout) as { exitCode: number };
        expect(document.exitCode).to.equal(input.exit);
        expectWords(input, strings(document).join("\n"));
        expectWords(input, ran.stderr);
        expect(ran.stderr).to.not.match(/^[[{]/m);
      }));
  }

  for (const input of [...settingsCases, ...awsCases, ...imageCases].filter((i) => i.plain)) {
    it(`${input.what}, with plain pulumi`, () =>
      meets(input, async (env) => {
        for (const args of [["preview"], ["up", "--yes", "--skip-preview"]]) {
          const all = [...args, "--non-interactive", "--stack", "staging"];
          const ran = await place.run("pulumi", all, env);
          expect(ran.code, ran.stdout + ran.stderr).to.not.equal(0);
          expectWords(input, ran.stdout + ran.stderr);
        }
      }));
  }

  /** Does `work` with what is wrong, and sees that nothing was touched. */
  async function meets(input: BadInput, work: (env: NodeJS.ProcessEnv) => Promise<void>) {
    const { env, settings, faults = [], arrange, leaves = [] } = input;
    await place.configure(settings?.(place) ?? rightSettings);
    const restore = await arrange?.(place);
    const before = await place.traces();
    await place.forgetCalls();
    try {
      await place.faults(faults);
      await work({ ...env?.(place) });
    } finally {
      await place.faults([]);
      await restore?.();
    }
    const changes = await place.changes();
    const after = await place.traces();
    for (const kind of ["images", "revisions", "services"] as const) {
      const left = kind !== "services" && leaves.includes(kind);
      if (left) expect(after[kind], kind).to.not.equal(before[kind]);
      else expect(after[kind], kind).to.equal(before[kind]);
    }
    const allowed = leaves.includes("revisions") ? ["RegisterTaskDefinition"] : [];
    expect(changes.filter((operation) => !allowed.includes(operation))).to.deep.equal([]);
  }
});

function expectWords({ says, remedy }: BadInput, text: string): void {
  // Long lines may be broken anywhere.
  const flat = text.replace(/\s+/g, " ");
  for (const words of [...says, remedy]) expect(flat).to.include(words);
  expect(text).to.not.match(stackTrace);
  expect(text).to.not.match(/\[object |undefined|<nil>/);
}

/** Every text in a document. */
function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(strings);
}
