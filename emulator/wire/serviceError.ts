/** An error as an AWS service answers it: a code that clients branch on, a message, an HTTP status. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    /** Further members of the error's shape, e.g. `resourceIds` of ConflictException. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = code;
  }
}

export const unknownOperation = (operation: string): ServiceError =>
  new ServiceError("UnknownOperationException", `The operation ${operation} is not known.`);

/** The refusal of an operation that AWS has and this emulator doesn't (BEHAVIOR.md lists those that it has). */
export const notModelled = (operation: string): ServiceError =>
  new ServiceError(
    "UnknownOperationException",
    `${operation} is not modelled by this emulator; emulator/BEHAVIOR.md lists the operations that are.`,
    501,
  );

export const serialization = (message: string): ServiceError =>
  new ServiceError("SerializationException", message);
