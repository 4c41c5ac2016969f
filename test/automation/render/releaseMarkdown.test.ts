import { expect } from "chai";
import {
  buildMarkdown,
  previewMarkdown,
  releaseMarkdown,
} from "../../../automation/render/releaseMarkdown";
import { failedService, releaseReport, serviceReport } from "../_helpers/reports";

describe("a report as Markdown", () => {
  it("shows what would change as a table", () => {
    const services = [
      serviceReport({ to: undefined }),
      serviceReport({ service: "mage-worker", action: "unchanged" }),
    ];
    const images = [{ name: "mage", action: "build", reference: "repo/mage:4f1c2d9" } as const];
    expect(
      previewMarkdown(releaseReport({ command: "preview", services, images })).split("\n\n"),
    ).to.deep.equal([
      "### `staging`: what `4f1c2d9` would change",
      "Image `mage`: to build `repo/mage:4f1c2d9`",
      [
        "| service | from | to | image | variables |",
        "| --- | --- | --- | --- | --- |",
        "| `mage-web` | `mage-web:41` | a new revision | `repo/mage:old` → `repo/mage:4f1c2d9` | ~ `DD_VERSION` |",
      ].join("\n"),
      "Unchanged: `mage-worker`.",
    ]);
  });

  it("says so when nothing would change", () => {
    const services = [serviceReport({ action: "unchanged" })];
    const report = releaseReport({ nothingToDo: true, services });
    expect(previewMarkdown(report)).to.include("Nothing: every service runs this already.");
    expect(previewMarkdown(report)).to.not.include("|");
  });

  it("shows how a release ended, and for what failed the evidence and what to do", () => {
    const evidence = {
      ...{ stoppedTasks: [], alarms: [], events: [], targets: [], capacity: [] },
      hints: ["Look at <the> `log`."],
      logs: { container: "app", lines: ["![x](http://evil)", "```", "<script>"] },
    };
    const failed = failedService("the app exited with 3", { evidence, next: "aws logs tail" });
    const services = [failed, serviceReport({ service: "mage-worker" })];
    const markdown = releaseMarkdown(
      releaseReport({ exitCode: 6, services, warnings: ["careful"] }),
    );
    expect(markdown).to.match(/^### `staging`: `4f1c2d9`: failed, and rolled back\n/);
    expect(markdown).to.include(
      "| `mage-web` | `mage-web:41` | `mage-web:42` | rolled back (breaker) | 12 | `back on mage-web:41` |",
    );
    const [, block = ""] = /````text\n(.*?)\n````/s.exec(markdown) ?? [];
    for (const text of ["the app exited with 3", "<script>", "![x]", "aws logs tail"]) {
      expect(block).to.include(text);
      expect(markdown.replace(block, "")).to.not.include(text);
    }
    expect(markdown).to.include("```text\nwarning: careful\n```");
  });

  it("names what was built", () => {
    expect(buildMarkdown(releaseReport({ command: "build" }))).to.include(
      "Image `mage`: built `repo/mage:4f1c2d9` `sha256:abab",
    );
  });

  it("says what moves from one repository into another", () => {
    const copy = { from: "a.io/mage", to: "b.io/mage", digest: "sha256:1", layers: 2, bytes: 3000 };
    const image = { name: "mage", action: "existing", reference: "b.io/mage:new" } as const;
    const images = [{ ...image, copies: [{ ...copy, manifests: 1, copied: false }] }];
    expect(previewMarkdown(releaseReport({ command: "preview", images }))).to.include(
      "Image `mage`: to copy `b.io/mage:new`\n- `to copy a.io/mage → b.io/mage: 2 layers, 3.0 kB`",
    );
  });

  it("is short enough for a comment, whatever happened", () => {
    const services = Array.from({ length: 300 }, (_, n) =>
      failedService("x".repeat(20_000), { service: `s${n}` }),
    );
    const markdown = releaseMarkdown(releaseReport({ exitCode: 7, services }));
    expect(markdown.length).to.be.at.most(65_536);
    expect(markdown).to.include("The log has the rest.");
    expect((markdown.match(/^`{3,}/gm) ?? []).length % 2).to.equal(0);
  });
});
