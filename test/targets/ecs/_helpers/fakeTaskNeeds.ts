import type { RolesApi } from "../../../../targets/ecs/preflight/rolesApi";
import type { SecretFacts, SecretsApi } from "../../../../targets/ecs/preflight/secretsApi";

/** Roles, secrets and parameters in memory. Every role is there but for those that are gone. */
export class FakeTaskNeeds implements RolesApi, SecretsApi {
  readonly gone = new Set<string>();
  /** By ARN. */
  readonly secrets = new Map<string, SecretFacts>();
  readonly parameters = new Set<string>();
  /** `role web`, `secret arn… eu-west-1`, `parameters /a,/b` */
  readonly asked: string[] = [];
  /** What every call rejects with; `never` answers none. */
  fault: Error | "never" | undefined;

  async hasRole(name: string): Promise<boolean> {
    await this.called(`role ${name}`);
    return !this.gone.has(name);
  }

  async describeSecret(secret: string, region = ""): Promise<SecretFacts | undefined> {
    await this.called(`secret ${secret} ${region}`);
    return this.secrets.get(secret);
  }

  async missingParameters(names: readonly string[], region = ""): Promise<string[]> {
    await this.called(`parameters ${names.join(",")} ${region}`.trim());
    return names.filter((name) => !this.parameters.has(name));
  }

  private async called(what: string): Promise<void> {
    this.asked.push(what);
    await Promise.resolve();
    if (this.fault === "never") await new Promise(() => undefined);
    if (this.fault instanceof Error) throw this.fault;
  }
}
