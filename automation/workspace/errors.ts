import { SlipwayError } from "../../support/errors";

/** What stands between Slipway and a Pulumi stack. One class a cause. */
export abstract class WorkspaceError extends SlipwayError {}

export class PulumiMissing extends WorkspaceError {
  readonly code = "PULUMI_MISSING";
  readonly ends = "usage";
  constructor(options?: ErrorOptions) {
    super(
      "There is no `pulumi` on PATH and none in Slipway's own toolchain.",
      "Install it (https://www.pulumi.com/docs/install/), or run `npm run setup` in Slipway's folder, which gets one.",
      options,
    );
  }
}

export class PulumiTooOld extends WorkspaceError {
  readonly code = "PULUMI_TOO_OLD";
  readonly ends = "usage";
  constructor(message: string, options?: ErrorOptions) {
    super(message, "Update it (https://www.pulumi.com/docs/install/).", options);
  }
}

export class NoBackend extends WorkspaceError {
  readonly code = "NO_BACKEND";
  readonly ends = "usage";
  constructor(options?: ErrorOptions) {
    super(
      "Pulumi has no backend to keep its state in.",
      [
        "Choose one and paste its line:",
        "  export PULUMI_BACKEND_URL=s3://my-bucket/slipway    # S3; also azblob:// and gs://",
        "  export PULUMI_ACCESS_TOKEN=pul-…                    # Pulumi Cloud",
        "  mkdir -p ~/slipway-state && export PULUMI_BACKEND_URL=file://$HOME/slipway-state",
        "All but Pulumi Cloud also want: export PULUMI_CONFIG_PASSPHRASE=…",
      ].join("\n"),
      options,
    );
  }
}

export class BackendUnreachable extends WorkspaceError {
  readonly code = "BACKEND_UNREACHABLE";
  readonly ends = "usage";
  constructor(message: string, options?: ErrorOptions) {
    super(
      `Pulumi's backend can't be used: ${message}`,
      "Check PULUMI_BACKEND_URL, that the place exists, and the credentials for it.",
      options,
    );
  }
}

/** Of a backend that is a folder: see fileBackend.ts. */
export class StateSidecarEmpty extends WorkspaceError {
  readonly code = "STATE_UNREADABLE";
  readonly ends = "usage";
  constructor(stack: string, options?: ErrorOptions) {
    super(
      `The state of stack ${stack} can't be read: a file that Pulumi keeps beside it is empty. Another run is writing it now, or was killed while it did.`,
      `Run again. Where it stays, delete ${stack}.json.attrs in the folder .pulumi/stacks/PROJECT of the backend: nothing needs what is in it.`,
      options,
    );
  }
}

export class NoProject extends WorkspaceError {
  readonly code = "NO_PROJECT";
  readonly ends = "usage";
  constructor(folder: string) {
    super(
      `There is no Pulumi.yaml in ${folder}.`,
      "Run Slipway in the folder of a Pulumi project; docs/first-release.md shows the four small files that make your repository one.",
    );
  }
}

export class StackNotFound extends WorkspaceError {
  readonly code = "STACK_NOT_FOUND";
  readonly ends = "usage";
  constructor(name: string, known: readonly string[], options?: ErrorOptions) {
    const there =
      known.length > 0 ? `There are: ${known.join(", ")}.` : "There are no environments yet.";
    super(
      `There is no environment ${name}: neither a stack nor a file Pulumi.${name}.yaml. ${there}`,
      `Name one of them, or write Pulumi.${name}.yaml.`,
      options,
    );
  }
}

export class SecretsNotPortable extends WorkspaceError {
  readonly code = "SECRETS_NOT_PORTABLE";
  readonly ends = "usage";
  constructor(stack: string, options?: ErrorOptions) {
    super(
      `The secrets in Pulumi.${stack}.yaml can be decrypted for the stack alone, and building works without it.`,
      `Release with slipway up ${stack}, which builds as well, or encrypt with a passphrase or a key of your cloud.`,
      options,
    );
  }
}

export class PassphraseMissing extends WorkspaceError {
  readonly code = "PASSPHRASE_MISSING";
  readonly ends = "usage";
  constructor(options?: ErrorOptions) {
    super(
      "The stack's secrets are encrypted with a passphrase, and none was given.",
      "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.",
      options,
    );
  }
}

export class WrongPassphrase extends WorkspaceError {
  readonly code = "PASSPHRASE_WRONG";
  readonly ends = "usage";
  constructor(options?: ErrorOptions) {
    super(
      "The passphrase does not fit the stack's secrets.",
      "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the one that the stack was made with.",
      options,
    );
  }
}

/** Who holds a stack's lock. */
export interface LockOwner {
  /** `user@host (pid n)`, as Pulumi tells it. */
  readonly owner: string;
  /** Milliseconds since the epoch. */
  readonly since?: number;
}

export class StackLocked extends WorkspaceError {
  readonly code = "STACK_LOCKED";
  readonly ends = "stackLocked";
  constructor(
    stack: string,
    readonly lock: LockOwner | undefined,
    /** Milliseconds since the lock was taken. */
    readonly age: number | undefined,
    options?: ErrorOptions,
  ) {
    const by = lock ? `, by ${lock.owner}` : "";
    const ago = age === undefined ? "" : `, for ${duration(age)}`;
    super(
      `Another release of ${stack} holds the stack's lock${by}${ago}.`,
      `Wait for it to end. If it is dead for certain: pulumi cancel --yes --stack ${stack}`,
      options,
    );
  }
}

/** `47 s`, `12 min`, `3 h 5 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Something that Pulumi said and that has no name here. */
export class PulumiFailed extends WorkspaceError {
  readonly code = "PULUMI_FAILED";
  readonly ends = "unexpected";
}
