import type { AccessKey } from "../../emulator/access/accessKeys";
import type { Sandbox } from "../../sandbox/startSandbox";
import { controlSandbox } from "./testAccess";

/** The sandbox's own key, which may do everything. */
export function sandboxKey({ env }: Sandbox["state"]): AccessKey {
  return {
    accessKeyId: env["AWS_ACCESS_KEY_ID"] ?? "",
    secretAccessKey: env["AWS_SECRET_ACCESS_KEY"] ?? "",
  };
}

/** Adds a user's key to the sandbox's emulator. */
export async function addKey(state: Sandbox["state"], key: AccessKey): Promise<void> {
  await controlSandbox(state, "POST", "keys", key);
}
