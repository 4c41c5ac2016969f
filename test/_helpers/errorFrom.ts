/** What a promise rejects with; fails the test when it does not. */
export async function errorFrom(promise: Promise<unknown>): Promise<Error> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`Rejected with something that is no Error: ${String(error)}`);
  }
  throw new Error(`Expected an error, got ${JSON.stringify(value)}`);
}
