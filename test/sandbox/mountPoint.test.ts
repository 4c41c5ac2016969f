import { expect } from "chai";
import { mountPoint } from "../../sandbox/engineRemains";

describe("mountPoint", () => {
  const line = (point: string) =>
    `36 35 98:0 /mnt1 ${point} rw,noatime master:1 - ext3 /dev/root rw`;

  it("reads a path with a blank or a backslash as the system writes it", () => {
    expect(mountPoint(line("/srv/app/storage"))).to.equal("/srv/app/storage");
    expect(mountPoint(line("/srv/my\\040app/a\\134b"))).to.equal("/srv/my app/a\\b");
  });
});
