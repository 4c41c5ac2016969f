/** The error with which a promise rejects. @throws Error where it resolves */
export async function rejection(attempt: Promise<unknown>): Promise<Error> {
  try {
    await attempt;
  } catch (error) {
    return error as Error;
  }
  throw new Error("It was not refused.");
}
