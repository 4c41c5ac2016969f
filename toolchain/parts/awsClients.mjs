import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { canInstallPackages, installPackages } from "../support/apt.mjs";
import { PartMissing } from "../support/partMissing.mjs";
import { run, tail, which } from "../support/program.mjs";
import { isCompatible, versionOf } from "../support/version.mjs";

const requirements = fileURLToPath(new URL("../python/requirements.txt", import.meta.url));
/** What the newest of the requirements asks for. */
const oldestPython = "3.10.0";

/** The AWS CLI, boto3 and ecs-deploy in a Python environment of their own: other people's clients, for tests of the emulator and the comparison. */
export const awsClients = {
  name: "aws cli, boto3",
  keys: ["aws", "python", "ecsDeploy"],
  optional: "the tests that use other AWS clients, and the comparison with the shell script",

  async get({ cache }) {
    const text = readFileSync(requirements, "utf8");
    const version = pinned(text, "awscli");
    const digest = createHash("sha256").update(text).digest("hex").slice(0, 8);
    const folder = join(cache, "python", `${version}-${digest}`);
    // The scripts of such an environment hold its path: it is made in place, and this file says that it is complete.
    const complete = join(folder, ".complete");
    const fresh = !existsSync(complete);
    if (fresh) {
      rmSync(folder, { recursive: true, force: true });
      await makeEnvironment(folder);
      writeFileSync(complete, "");
    }
    const how = "downloaded";
    const path = (program) => join(folder, "bin", program);
    const entries = {
      aws: { path: path("aws"), version, how },
      python: { path: path("python"), version, how },
      ecsDeploy: { path: path("ecs"), version: pinned(text, "ecs-deploy"), how },
    };
    return { how, fresh, version, entries };
  },
};

function pinned(text, name) {
  return new RegExp(`^${name}==(.*)$`, "m").exec(text)[1];
}

async function makeEnvironment(folder) {
  const python = await findPython();
  let made = await run(python, ["-m", "venv", folder]);
  if (made.code !== 0 && canInstallPackages()) {
    // Debian keeps a part of it in a package of its own.
    await installPackages("python3-venv");
    made = await run(python, ["-m", "venv", "--clear", folder]);
  }
  const pip = ["-m", "pip", "--disable-pip-version-check", "--no-input", "--timeout", "15"];
  if (made.code === 0) {
    const install = [...pip, "install", "--quiet", "--no-deps", "--requirement", requirements];
    made = await run(join(folder, "bin/python"), install, { seconds: 600 });
  }
  if (made.code !== 0) {
    throw new PartMissing(
      tail(made.output, 3),
      "Install Python 3 with venv and pip (python3-venv).",
    );
  }
}

async function findPython() {
  const python = which("python3");
  const version = python && (await versionOf(python, "--version"));
  if (version && isCompatible(version, oldestPython)) return python;
  throw new PartMissing(
    `Python ${version ?? "3"} ${version ? "is too old" : "is not installed"}`,
    `Install Python ${oldestPython} or newer with venv.`,
  );
}
