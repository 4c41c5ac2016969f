import { randomBytes } from "node:crypto";
import type { Clock } from "../../../../support/clock";
import { hour } from "../../../core/time";

/** What ecr:GetAuthorizationToken hands out: Basic credentials for the registry. */
export interface AuthorizationToken {
  username: "AWS";
  /** Without a colon: the AWS CLI splits the decoded token at each. */
  password: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

const twelveHours = 12 * hour;

/**
 * Tokens live 12 hours of real time, whatever the emulator's time scale: clients compare the expiry with their own
 * clock, and a push takes as long as it takes.
 */
export class AuthorizationTokens {
  private readonly issued = new Map<string, { expiresAt: number; accessKeyId?: string }>();

  constructor(private readonly clock: Clock) {}

  /** @param accessKeyId the caller's, whose permissions also count in the registry */
  issue(accessKeyId?: string): AuthorizationToken {
    const now = this.clock.now();
    for (const [password, { expiresAt }] of this.issued) {
      if (expiresAt <= now) this.issued.delete(password);
    }
    const password = randomBytes(192).toString("base64url");
    this.issued.set(password, { expiresAt: now + twelveHours, accessKeyId });
    return { username: "AWS", password, expiresAt: now + twelveHours };
  }

  /** Whether an `Authorization` header carries a token that was issued and has not expired. */
  accepts(authorization: string | undefined): boolean {
    return this.find(authorization) !== undefined;
  }

  /** The access key to which the token of an `Authorization` header was issued. */
  ownerOf(authorization: string | undefined): string | undefined {
    return this.find(authorization)?.accessKeyId;
  }

  private find(authorization: string | undefined) {
    const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? "")?.[1];
    if (encoded === undefined) return undefined;
    const [user, ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
    const token = this.issued.get(rest.join(":"));
    return user === "AWS" && token && token.expiresAt > this.clock.now() ? token : undefined;
  }
}
