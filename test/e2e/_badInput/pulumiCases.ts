import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { BadInput } from "./badInput";

/** What can be wrong with the stack, its state and its passphrase. */
export const pulumiCases: readonly BadInput[] = [
  {
    what: "a stack that does not exist",
    env: () => ({ ENV: "nowhere" }),
    exit: 2,
    says: ["There is no environment nowhere"],
    remedy: "write Pulumi.nowhere.yaml",
  },
  {
    what: "a wrong passphrase",
    env: () => ({ PULUMI_CONFIG_PASSPHRASE: "not the one" }),
    exit: 2,
    says: ["The passphrase does not fit the stack's secrets"],
    remedy: "Set PULUMI_CONFIG_PASSPHRASE",
  },
  {
    what: "no passphrase",
    env: () => ({ PULUMI_CONFIG_PASSPHRASE: undefined }),
    exit: 2,
    says: ["encrypted with a passphrase, and none was given"],
    remedy: "Set PULUMI_CONFIG_PASSPHRASE",
  },
  {
    what: "no backend",
    env: () => ({ PULUMI_BACKEND_URL: undefined }),
    exit: 2,
    says: ["Pulumi has no backend"],
    remedy: "export PULUMI_BACKEND_URL=s3://",
  },
  {
    what: "a backend that is not there",
    env: ({ folder }) => ({ PULUMI_BACKEND_URL: `file://${folder}/no-such-folder` }),
    exit: 2,
    says: ["no-such-folder"],
    remedy: "Check PULUMI_BACKEND_URL",
  },
  {
    what: "a stack that somebody else is updating",
    command: ["up"],
    arrange: async ({ folder }) => {
      const locks = path.join(folder, "sandbox/pulumi/.pulumi/locks/organization/slipway/staging");
      await mkdir(locks, { recursive: true });
      const lock = {
        pid: 1,
        username: "ann",
        hostname: "build-7",
        timestamp: "2026-01-01T10:00:00Z",
      };
      await writeFile(path.join(locks, "0.json"), JSON.stringify(lock));
      return () => rm(locks, { recursive: true });
    },
    exit: 11,
    says: ["Another release of staging holds the stack's lock, by ann@build-7 (pid 1)"],
    remedy: "pulumi cancel --yes --stack staging",
  },
];
