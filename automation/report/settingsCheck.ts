/** A preview without AWS credentials: the settings, and the reason why nothing was read. */
export interface SettingsCheck {
  readonly command: "preview";
  readonly environment: string;
  readonly exitCode: 0;
  /** AWS, the registry and Pulumi's state were not read. */
  readonly read: false;
  /** Why not, as the end of a sentence. */
  readonly reason: string;
  /** Absent where they depend on a setting that is stored as a secret. */
  readonly cluster?: string;
  readonly services?: readonly string[];
  readonly commit?: string;
  /** Settings whose values are secret, so that only Pulumi could read them. */
  readonly notChecked: readonly string[];
}
