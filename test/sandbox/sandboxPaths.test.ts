import { expect } from "chai";
import { sandboxPaths } from "../../sandbox/sandboxPaths";

describe("sandboxPaths", () => {
  it("keeps everything in the folder", () => {
    const { run, id, ...rest } = sandboxPaths("/srv/app/.slipway/sandbox", "/tmp");
    expect(run).to.equal("/srv/app/.slipway/sandbox/run");
    expect(id).to.match(/^[0-9a-f]{8}$/);
    for (const path of Object.values(rest)) expect(path).to.match(/^\/srv\/app\/.slipway\/sandbox/);
  });
  it("moves only the sockets of a folder whose path is too long for them", () => {
    const long = `/home/${"somebody/".repeat(12)}sandbox`;
    const { run, id, storage } = sandboxPaths(long, "/tmp");
    expect(run).to.equal(`/tmp/slipway-${id}`);
    expect(storage).to.equal(`${long}/storage`);
  });
  it("gives each folder an id of its own, always the same", () => {
    const ids = ["/a", "/b", "/a"].map((dir) => sandboxPaths(dir, "/tmp").id);
    expect(ids[0]).to.equal(ids[2]).and.not.equal(ids[1]);
  });
});
