import { randomBytes } from "node:crypto";
import type { Clock } from "../../support/clock";

/** What ecr:GetAuthorizationToken hands out: Basic credentials for the registry. */
export interface AuthorizationToken {
  username: "AWS";
  /** Without a colon: the AWS CLI splits the decoded token at each. */
  password: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

const twelveHours = 12 * 3600_000;

/**
 * Tokens live 12 hours of real time, whatever the emulator's time scale: clients compare the expiry with their own
 * clock, and a push takes as long as it takes.
 */
export class AuthorizationTokens {
  private readonly expiry = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  issue(): AuthorizationToken {
    const now = this.clock.now();
    for (const [password, expiresAt] of this.expiry) {
      if (expiresAt <= now) this.expiry.delete(password);
    }
    const password = randomBytes(192).toString("base64url");
    this.expiry.set(password, now + twelveHours);
    return { username: "AWS", password, expiresAt: now + twelveHours };
  }

  /** Whether an `Authorization` header carries a token that was issued and has not expired. */
  accepts(authorization: string | undefined): boolean {
    const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? "")?.[1];
    if (encoded === undefined) return false;
    const [user, ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
    const expiresAt = this.expiry.get(rest.join(":"));
    return user === "AWS" && expiresAt !== undefined && expiresAt > this.clock.now();
  }
}
