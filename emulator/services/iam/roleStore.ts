import { createHash } from "node:crypto";
import { ServiceError } from "../../wire/serviceError";
import type { Role } from "./shapes";

/**
 * The account's roles: all that anybody names, as AssumeRole takes every one, but for those that were
 * deleted. A release can be tried without setting up IAM.
 */
export class RoleStore {
  private readonly deleted = new Set<string>();

  constructor(
    private readonly account: string,
    /** Milliseconds since the epoch. */
    private readonly madeAt: number,
  ) {}

  /** @throws ServiceError NoSuchEntity */
  get(name: string): Role {
    if (this.deleted.has(name)) {
      const text = `The role with name ${name} cannot be found.`;
      throw new ServiceError("NoSuchEntity", text, 404);
    }
    const id = createHash("sha256").update(name).digest("hex").slice(0, 17).toUpperCase();
    return {
      ...{ Path: "/", RoleName: name, RoleId: `AROA${id}` },
      Arn: `arn:aws:iam::${this.account}:role/${name}`,
      CreateDate: this.madeAt / 1000,
      AssumeRolePolicyDocument: encodeURIComponent(trustOfTasks),
      MaxSessionDuration: 3600,
    };
  }

  /** @throws ServiceError NoSuchEntity */
  delete(name: string): void {
    this.get(name);
    this.deleted.add(name);
  }
}

const trustOfTasks = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "ecs-tasks.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
});
