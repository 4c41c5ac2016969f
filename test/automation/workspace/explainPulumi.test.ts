import { expect } from "chai";
import { duration } from "../../../automation/workspace/errors";
import { explainPulumi } from "../../../automation/workspace/explainPulumi";

const now = Date.parse("2026-11-21T10:10:00Z");

/** What engine 3.245 prints → the code of the error. */
const table: [string, string][] = [
  [
    "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
    "NO_BACKEND",
  ],
  [
    "error: failed to decrypt: incorrect passphrase, please set PULUMI_CONFIG_PASSPHRASE to the correct passphrase",
    "PASSPHRASE_WRONG",
  ],
  [
    "error: getting stack configuration: get stack secrets manager: incorrect passphrase",
    "PASSPHRASE_WRONG",
  ],
  [
    "error: could not create secrets manager for new stack: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
    "PASSPHRASE_MISSING",
  ],
  [
    "error: unable to open bucket file:///nonexist?no_tmp_dir=true: stat /nonexist: no such file or directory",
    "BACKEND_UNREACHABLE",
  ],
  [
    'error: read ".pulumi/meta.yaml": blob (key ".pulumi/meta.yaml") (code=Unknown): operation error S3',
    "BACKEND_UNREACHABLE",
  ],
  ["error: failed to load checkpoint: EOF", "STATE_UNREADABLE"],
  ["error: [409] Conflict: Another update is currently in progress.", "STACK_LOCKED"],
  ["error: the sky fell", "PULUMI_FAILED"],
];

describe("explainPulumi", () => {
  for (const [text, code] of table) {
    it(`${code}: ${text.slice(0, 60)}`, () => {
      const error = explainPulumi(text, "staging", now);
      expect(error.code).to.equal(code);
      expect(error.message).to.not.equal("");
    });
  }

  it("says who holds the lock, for how long, and what clears it", () => {
    const text = [
      "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.",
      "  file:///state/.pulumi/locks/organization/slipway/staging/a.json?no_tmp_dir=true: created by root@vm (pid 26541) at 2026-11-21T10:00:00Z",
    ].join("\n");
    const error = explainPulumi(text, "staging", now);
    expect(error.message).to.equal(
      "Another release of staging holds the stack's lock, by root@vm (pid 26541), for 10 min.",
    );
    expect(error.remedy).to.include("pulumi cancel --yes --stack staging");
  });

  it("pastes a line for every kind of backend", () => {
    const { remedy } = explainPulumi(table[0]![0], "staging", now);
    for (const word of ["s3://", "PULUMI_ACCESS_TOKEN", "file://"]) expect(remedy).to.include(word);
  });
});

describe("duration", () => {
  it("is in the unit that people would use", () => {
    expect([47_000, 600_000, 11_100_000].map(duration)).to.deep.equal([
      "47 s",
      "10 min",
      "3 h 5 min",
    ]);
  });
});
