import type { EmulatorOptions } from "../../../../emulator/emulator";
import type { Interceptor } from "../../../../emulator/wire/dispatch";
import { ServiceError } from "../../../../emulator/wire/serviceError";
import { testKey } from "../../../_helpers/testAccess";
import { TestEmulator } from "../../../emulator/_helpers/testEmulator";

/**
 * A local AWS for somebody else's client. Its time stands still while the client works, except that
 * `secondsPerLook` pass before each DescribeServices but the first.
 */
export class ClientTests {
  private started: TestEmulator | undefined;
  private secondsPerLook = 0;
  private looks = 0;
  private readonly faults: string[] = [];

  async start(options: EmulatorOptions = {}): Promise<void> {
    this.started = await TestEmulator.start({ ...options, interceptors: [this.watch] });
  }

  /** @throws Error where an answer was not one of AWS's, whatever the client made of it */
  async stop(): Promise<void> {
    await this.started?.close();
    if (this.faults.length > 0) throw new Error(this.faults.join("\n"));
  }

  get aws(): TestEmulator {
    if (!this.started) throw new Error("not started");
    return this.started;
  }

  /** From now on time passes between the looks that a client takes at its services. */
  passBetweenLooks(seconds: number): void {
    this.secondsPerLook = seconds;
    this.looks = 0;
  }

  /** How many calls of an operation came in so far. */
  calls(operation: string): number {
    return this.aws.emulator.calls.calls.filter((call) => call.operation === operation).length;
  }

  /** What these clients read, and nothing of this machine's own configuration. */
  get env(): Record<string, string> {
    return {
      PATH: "/usr/bin:/bin",
      HOME: "/nonexistent",
      LANG: "C.UTF-8",
      AWS_ENDPOINT_URL: this.aws.endpoint,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: testKey.accessKeyId,
      AWS_SECRET_ACCESS_KEY: testKey.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_PAGER: "",
    };
  }

  private readonly watch: Interceptor = async (call, _request, next) => {
    if (call.operation === "DescribeServices" && this.secondsPerLook > 0 && this.looks++ > 0) {
      await this.aws.pass(this.secondsPerLook);
    }
    try {
      return await next();
    } catch (error) {
      if (!(error instanceof ServiceError)) this.faults.push(String(error));
      throw error;
    }
  };
}
