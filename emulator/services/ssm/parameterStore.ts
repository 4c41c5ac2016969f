import type { Clock } from "../../../support/clock";
import { ServiceError } from "../../wire/serviceError";
import type { Parameter, ParameterType } from "./shapes";

export interface StoredParameter {
  name: string;
  type: ParameterType;
  value: string;
  version: number;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
  dataType: string;
}

/** The parameters of the one account and region that the emulator plays. */
export class ParameterStore {
  private readonly parameters = new Map<string, StoredParameter>();

  constructor(
    private readonly clock: Clock,
    /** `arn:aws:ssm:REGION:ACCOUNT` */
    private readonly arnPrefix: string,
  ) {}

  put(name: string, value: string, type: ParameterType, dataType: string): StoredParameter {
    const version = (this.parameters.get(name)?.version ?? 0) + 1;
    const parameter = { name, type, value, version, dataType, modifiedAt: this.clock.now() };
    this.parameters.set(name, parameter);
    return parameter;
  }

  /** By name, or by ARN, which drops the leading slash of a name. */
  get(reference: string): StoredParameter | undefined {
    const name = /^arn:[^:]*:ssm:[^:]*:[^:]*:parameter\/(.+)$/.exec(reference)?.[1];
    if (name === undefined) return this.parameters.get(reference);
    return this.parameters.get(`/${name}`) ?? this.parameters.get(name);
  }

  delete(name: string): boolean {
    return this.parameters.delete(name);
  }

  /** A SecureString asked for without decryption shows no part of its value. */
  describe(parameter: StoredParameter, decrypted: boolean): Parameter {
    const { name, type, value, version, modifiedAt, dataType } = parameter;
    return {
      Name: name,
      Type: type,
      Value: type === "SecureString" && !decrypted ? "kms:encrypted" : value,
      Version: version,
      LastModifiedDate: modifiedAt / 1000,
      ARN: `${this.arnPrefix}:parameter/${name.replace(/^\//, "")}`,
      DataType: dataType,
    };
  }
}

export const parameterNotFound = (): ServiceError => new ServiceError("ParameterNotFound", "");
