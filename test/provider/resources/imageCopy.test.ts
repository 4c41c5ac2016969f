import { expect } from "chai";
import { ImageCopy } from "../../../provider/resources/imageCopy";
import { TagTaken } from "../../../registry/errors";
import type { ImageCopier, ImageCopyRequest } from "../../../registry/imageCopy";
import type { AwsSettings } from "../../../contract/awsSettings";
import { errorFrom } from "../../_helpers/errorFrom";
import { recordedContext } from "../_helpers/context";
import { FakeRegistry } from "../_helpers/fakeRegistry";

const digest = `sha256:${"a".repeat(64)}`;
const fromAws = { profile: "staging" };
const inputs = {
  ...{ from: "a.test/mage", to: "b.test/mage", digest, tag: "c1", moveTag: false },
  fromAws,
};

describe("provider/resources/imageCopy", () => {
  let registry: FakeRegistry;
  let asked: (AwsSettings | undefined)[][];
  let requests: ImageCopyRequest[];
  let copier: ImageCopier;
  let resource: ImageCopy;
  beforeEach(() => {
    [asked, requests] = [[], []];
    registry = new FakeRegistry();
    copier = {
      missing: () => Promise.resolve({ manifests: 1, layers: 2, bytes: 300 }),
      copy(request, onBytes) {
        requests.push(request);
        for (const bytes of [10, 20, 150, 300]) onBytes(bytes, 300);
        return Promise.resolve({ manifests: 1, layers: 2, bytes: 300, mounted: 1 });
      },
    };
    resource = new ImageCopy({
      registryOf: () => registry,
      copier: (...accounts) => {
        asked.push(accounts);
        return copier;
      },
    });
  });
  const way = { type: "copy", from: "a.test/mage", to: "b.test/mage", digest };

  it("tells in a preview what is missing, with each account's own settings", async () => {
    const context = recordedContext();
    expect(await resource.preview(inputs, context)).to.deep.equal({ to: "b.test/mage", digest });
    const missing = { manifests: 1, layers: 2, bytes: 300 };
    expect(context.events).to.deep.equal([{ ...way, phase: "planned", ...missing }]);
    expect(asked).to.deep.equal([[fromAws, undefined]]);
  });

  it("does not ask for an image that is not built yet", async () => {
    const { from, to, tag } = inputs;
    expect(await resource.preview({ from, to, tag }, recordedContext())).to.deep.equal({});
    expect(asked).to.be.empty;
  });

  it("copies, counts, and says how far it is now and then", async () => {
    const context = recordedContext();
    const { outputs } = await resource.create(inputs, context);
    expect(outputs).to.deep.equal({ to: "b.test/mage", digest, layers: 2, bytes: 300 });
    const { from, to, tag, moveTag } = inputs;
    expect(requests).to.deep.equal([{ from, to, digest, tag, moveTag }]);
    expect(context.events.map((event) => ({ ...event }))).to.deep.equal([
      { ...way, phase: "copying", bytes: 150, total: 300 },
      { ...way, phase: "copying", bytes: 300, total: 300 },
      { ...way, phase: "ended", manifests: 1, layers: 2, bytes: 300, mounted: 1 },
    ]);
  });

  it("fails where the tag is taken, before anything else happens", async () => {
    copier.copy = () => Promise.reject(new TagTaken("taken"));
    expect(await errorFrom(resource.create(inputs, recordedContext()))).to.be.instanceOf(TagTaken);
  });

  it("reads what the tag names, and shows a copy that is gone or another as a change", async () => {
    const old = { inputs, outputs: {} };
    expect(await resource.read(recordedContext(), old)).to.be.undefined;
    registry.images.set("b.test/mage:c1", "sha256:other");
    const live = await resource.read(recordedContext(), old);
    const moved = { inputs: live?.inputs ?? {}, outputs: {} };
    expect(resource.diff(moved, inputs)).to.deep.equal({
      changes: true,
      inputs: { digest: "update" },
    });
  });

  it("does not care where the same digest comes from, or how", () => {
    const news = { ...inputs, from: "c.test/mage", fromAws: {} };
    expect(resource.diff({ inputs, outputs: {} }, news).changes).to.equal(false);
    const elsewhere = { ...inputs, to: "d.test/mage" };
    expect(resource.diff({ inputs, outputs: {} }, elsewhere).replaces).to.deep.equal(["to"]);
  });
});
