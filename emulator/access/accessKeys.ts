/** A key that signs calls: a user's, or a session's, which has a token and an end. */
export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
  /** Of a session; every call has to carry it. */
  sessionToken?: string;
  /** Milliseconds since the epoch, of real time; a user's key has no end. */
  expiresAt?: number;
}

/** Real milliseconds for which a session that has ended is still called expired, and not unknown. */
const remembered = 24 * 3600_000;

/** The keys whose calls the emulator accepts. It knows none but those that are added. */
export class AccessKeys {
  private readonly keys = new Map<string, AccessKey>();

  constructor(keys: readonly AccessKey[] = []) {
    for (const key of keys) this.add(key);
  }

  /** @param now forgets the sessions that ended a day before it */
  add(key: AccessKey, now = 0): void {
    for (const [id, { expiresAt = Infinity }] of this.keys) {
      if (expiresAt + remembered < now) this.keys.delete(id);
    }
    this.keys.set(key.accessKeyId, key);
  }

  find(accessKeyId: string): AccessKey | undefined {
    return this.keys.get(accessKeyId);
  }
}
