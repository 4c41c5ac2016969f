import { expect } from "chai";
import { sandboxPaths, socketsFit } from "../../sandbox/sandboxPaths";

describe("sandboxPaths", () => {
  it("keeps everything in the folder", () => {
    const { id, ...rest } = sandboxPaths("/srv/app/.slipway/sandbox");
    expect(rest.run).to.equal("/srv/app/.slipway/sandbox/run");
    expect(id).to.match(/^[0-9a-f]{8}$/);
    for (const path of Object.values(rest)) expect(path).to.match(/^\/srv\/app\/.slipway\/sandbox/);
  });

  it("has only the sockets elsewhere, where they are told to be", () => {
    const { run, storage, sockets } = sandboxPaths("/srv/app", "/tmp/slipway-0123abcd-XyZ");
    expect(run).to.equal("/tmp/slipway-0123abcd-XyZ");
    expect(storage).to.equal("/srv/app/storage");
    expect(sockets).to.equal("/srv/app/sockets.json");
  });

  it("gives each folder an id of its own, always the same", () => {
    const ids = ["/a", "/b", "/a"].map((dir) => sandboxPaths(dir).id);
    expect(ids[0]).to.equal(ids[2]).and.not.equal(ids[1]);
  });
});

describe("socketsFit", () => {
  for (const [what, dir, fits] of [
    ["a short path", "/srv/app/.slipway/sandbox", true],
    ["a path that is too long for a socket's", `/home/${"somebody/".repeat(12)}sandbox`, false],
    ["a path with a blank, which an address would have to escape", "/srv/my app/sandbox", false],
    ["a path with a percent sign", "/srv/100%/sandbox", false],
  ] as const) {
    it(`is ${fits} for ${what}`, () => expect(socketsFit(dir)).to.equal(fits));
  }
});
