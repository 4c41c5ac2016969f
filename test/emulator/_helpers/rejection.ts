/** What a promise is rejected with. @throws Error where it isn't */
export async function rejection(attempt: Promise<unknown>): Promise<Error> {
  try {
    await attempt;
  } catch (error) {
    return error as Error;
  }
  throw new Error("It was not refused.");
}
