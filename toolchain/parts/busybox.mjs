import { existsSync } from "node:fs";
import { join } from "node:path";
import { canInstallPackages, installPackages } from "../support/apt.mjs";
import { makeFolderAtomically } from "../support/files.mjs";
import { PartMissing } from "../support/partMissing.mjs";
import { run, tail, which } from "../support/program.mjs";
import { isStatic } from "../support/staticProgram.mjs";
import { versionOf } from "../support/version.mjs";
import { answeringEngine } from "./dockerEngine.mjs";

const image = "busybox:1.37.0-musl";

/** A static Linux busybox: the demo's images are made from it alone, since an image hub can't be reached everywhere. */
export const busybox = {
  name: "busybox",
  keys: ["busybox"],

  async get(context) {
    const copy = join(context.cache, "busybox", image.split(":")[1], "busybox");
    let how = "found";
    let path = findStatic() ?? (existsSync(copy) ? copy : undefined);
    if (!path) {
      how = "downloaded";
      if (canInstallPackages()) await installPackages("busybox-static");
      else await takeFromImage(copy);
      path = findStatic() ?? copy;
    }
    // On a Mac a Linux program can't be asked for its version.
    const version = (await versionOf(path, "--help")) ?? "unknown";
    const fresh = how === "downloaded";
    return { how, fresh, version, entries: { busybox: { path, version, how } } };
  },
};

function findStatic() {
  const path = which("busybox");
  return path && isStatic(path) ? path : undefined;
}

async function takeFromImage(copy) {
  const engine = await answeringEngine();
  const docker = which("docker");
  const remedy = "Install busybox-static with this system's package manager.";
  if (!engine || !docker) throw new PartMissing("no static busybox found", remedy);
  await makeFolderAtomically(join(copy, ".."), async (folder) => {
    const client = (...args) => run(docker, ["--host", engine.host, ...args], { seconds: 120 });
    const created = await client("create", image);
    if (created.code !== 0) {
      throw new PartMissing(
        `no static busybox found, nor ${image}: ${tail(created.output, 1)}`,
        remedy,
      );
    }
    const container = created.stdout.trim();
    const copied = await client("cp", `${container}:/bin/busybox`, join(folder, "busybox"));
    await client("rm", container);
    if (copied.code !== 0) throw new PartMissing(tail(copied.output, 1), remedy);
  });
}
