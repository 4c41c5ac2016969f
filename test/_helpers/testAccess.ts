import type { AccessKey } from "../../emulator/access/accessKeys";

/** Whose calls the tests' emulators accept, where a test does not say otherwise. */
export const testKey = { accessKeyId: "AKIATEST", secretAccessKey: "test" } satisfies AccessKey;

/** Of the control endpoints of the tests' emulators. */
export const testToken = "the-token-of-the-tests";

/** For `createEmulator`: closed to all but the tests. */
export const testAccess = { credentials: [testKey], controlToken: testToken };

/** A request to the control endpoint, with its token. */
export async function control(
  endpoint: string,
  method: string,
  name: string,
  body?: unknown,
  token = testToken,
): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${endpoint}/_slipway/${name}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: await response.json() };
}

/** The same of a sandbox's emulator. @throws Error where it is refused */
export async function controlSandbox(
  { endpoint = "", controlToken }: { endpoint?: string; controlToken?: string },
  method: string,
  name: string,
  body?: unknown,
): Promise<unknown> {
  const { status, answer } = await control(endpoint, method, name, body, controlToken ?? "");
  if (status !== 200) throw new Error(`${method} ${name}: ${JSON.stringify(answer)}`);
  return answer;
}
