import { beginRoleSession } from "../../services/sts/roleSession";
import type { Credentials } from "../../services/sts/shapes";
import type { Sts } from "../../services/sts/sts";
import type { Task } from "../../services/ecs/state/task";

const hour = 60 * 60 * 1000;
const lifetime = 6 * hour;
/** Before the end of the old ones: SDKs ask again only minutes before it. */
const renewal = hour;

/** As ECS's agent answers them to SDKs. */
export interface TaskRoleCredentials {
  RoleArn: string;
  AccessKeyId: string;
  SecretAccessKey: string;
  Token: string;
  /** ISO 8601. */
  Expiration: string;
}

/**
 * The credentials of tasks' roles: a session named like the task, renewed before it ends. They live six hours of real
 * time, whatever AWS's clock does: SDKs compare their end with the time of the machine.
 */
export class TaskCredentials {
  private readonly issued = new WeakMap<Task, { roleArn: string; credentials: Credentials }>();

  constructor(private readonly sts: Sts) {}

  /**
   * @param roleArn an ARN, or the name of a role of the emulator's account
   * @throws ServiceError for what names no role
   */
  of(task: Task, roleArn: string): TaskRoleCredentials {
    const { credentials, ...role } = this.current(task) ?? this.issue(task, roleArn);
    return {
      RoleArn: role.roleArn,
      AccessKeyId: credentials.AccessKeyId,
      SecretAccessKey: credentials.SecretAccessKey,
      Token: credentials.SessionToken,
      Expiration: new Date(credentials.Expiration * 1000).toISOString(),
    };
  }

  private current(task: Task) {
    const issued = this.issued.get(task);
    const fresh = issued && issued.credentials.Expiration * 1000 - this.sts.clock.now() > renewal;
    return fresh ? issued : undefined;
  }

  private issue(task: Task, role: string) {
    const roleArn = role.startsWith("arn:")
      ? role
      : `arn:aws:iam::${this.sts.account}:role/${role}`;
    const expiration = this.sts.clock.now() + lifetime;
    const { credentials } = beginRoleSession(this.sts, roleArn, task.id, expiration);
    const issued = { roleArn, credentials };
    this.issued.set(task, issued);
    return issued;
  }
}
