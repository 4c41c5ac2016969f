import { ServiceError } from "../../wire/serviceError";

export const invalidParameterValue = (message: string): ServiceError =>
  new ServiceError("InvalidParameterValueException", message);

export const resourceNotFound = (message: string): ServiceError =>
  new ServiceError("ResourceNotFound", message, 404);
