import { expect } from "chai";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  refusedRight,
  type AllowedRights,
  type HostDemands,
} from "../../../../emulator/tasks/docker/hostRights";

const nothing: AllowedRights = { privileged: false, hostFolders: [] };
const container = (more: object) => ({
  containerDefinitions: [{ name: "app" }, { name: "side", ...more }],
});
const volume = (sourcePath: string): HostDemands => ({
  containerDefinitions: [{ name: "app" }],
  volumes: [{ name: "scratch" }, { name: "data", host: { sourcePath } }],
});

describe("what a task definition may have of this machine", () => {
  const byFlag: [demand: HostDemands, names: RegExp][] = [
    [{ networkMode: "host", ...container({}) }, /^networkMode host is not carried out/],
    [{ pidMode: "host", ...container({}) }, /^pidMode host is not/],
    [{ ipcMode: "host", ...container({}) }, /^ipcMode host is not/],
    [container({ privileged: true }), /^privileged, of the container side, is not/],
    [container({ linuxParameters: { devices: [{ hostPath: "/dev/mem" }] } }), /^devices, of the/],
    [
      container({ linuxParameters: { capabilities: { add: ["CHOWN", "SYS_ADMIN"] } } }),
      /^The capability SYS_ADMIN, of the container side,/,
    ],
    [container({ linuxParameters: { capabilities: { add: ["ALL"] } } }), /^The capability ALL,/],
  ];
  for (const [demand, names] of byFlag) {
    it(`is refused by name, unless privileges were allowed: ${names.source}`, () => {
      const text = refusedRight(demand, nothing);
      expect(text)
        .to.match(names)
        .and.match(/Start the sandbox with --allow-privileged/);
      expect(refusedRight(demand, { ...nothing, hostFolders: ["/"] })).to.equal(text);
      expect(refusedRight(demand, { ...nothing, privileged: true })).to.equal(undefined);
    });
  }

  it("is everything that Docker gives a container anyway", () => {
    const capabilities = { add: ["NET_RAW", "CAP_CHOWN", "sys_chroot"], drop: ["ALL"] };
    const demand = { networkMode: "awsvpc", pidMode: "task", ...container({}) };
    expect(refusedRight(demand, nothing)).to.equal(undefined);
    expect(refusedRight(container({ linuxParameters: { capabilities } }), nothing)).to.equal(
      undefined,
    );
  });

  describe("of its folders", () => {
    let root: string;
    before(() => {
      root = realpathSync(mkdtempSync(path.join(tmpdir(), "slipway-rights-")));
      mkdirSync(path.join(root, "allowed/below"), { recursive: true });
      mkdirSync(path.join(root, "allowed-not"));
      symlinkSync("/etc", path.join(root, "allowed/out"));
      symlinkSync(path.join(root, "allowed"), path.join(root, "another-name"));
    });
    after(() => rmSync(root, { recursive: true }));
    const allowed = (...folders: string[]): AllowedRights => ({
      ...nothing,
      hostFolders: folders.map((folder) => path.join(root, folder)),
    });
    const asked = (folder: string) => volume(`${root}/${folder}`);

    it("is none, with the flag that would allow it", () => {
      expect(refusedRight(volume("/etc"), nothing)).to.equal(
        "The host folder /etc, of the volume data, is not carried out on this machine. Start the sandbox with --allow-host-folder to allow it.",
      );
      expect(refusedRight(volume("/"), { ...nothing, privileged: true })).to.match(
        /^The host folder/,
      );
      expect(refusedRight(volume("/var/run/docker.sock"), nothing)).to.match(/^The host folder/);
    });

    for (const folder of [
      "allowed",
      "allowed/below",
      "allowed/not-there-yet/x",
      "another-name/below",
    ]) {
      it(`is ${folder}, below a folder that was named`, () => {
        expect(refusedRight(asked(folder), allowed("allowed"))).to.equal(undefined);
      });
    }

    const outside = [
      "allowed-not",
      "allowed/out",
      "allowed/out/ssh",
      "allowed/..",
      "allowed/none/../..",
    ];
    for (const folder of outside) {
      it(`is not ${folder}, which leads out of it`, () => {
        expect(refusedRight(asked(folder), allowed("allowed"))).to.match(/^The host folder/);
      });
    }

    it("is not a folder that holds the engine's socket, unless privileges were allowed", () => {
      const rights = {
        ...allowed("allowed"),
        socket: path.join(root, "allowed/below/docker.sock"),
      };
      for (const folder of ["allowed", "allowed/below", "allowed/below/docker.sock"]) {
        const text = refusedRight(asked(folder), rights);
        expect(text).to.match(/holds the engine's socket, is not carried out.*--allow-privileged/);
        expect(refusedRight(asked(folder), { ...rights, privileged: true })).to.equal(undefined);
      }
    });
  });
});
