import * as pulumi from "@pulumi/pulumi";
import * as state from "@pulumi/pulumi/runtime/state";

type Listener = (reason: unknown) => void;
type Event = "unhandledRejection" | "uncaughtException";

interface Emitter {
  on(event: Event, listener: Listener): unknown;
  off(event: Event, listener: Listener): unknown;
}

/** The SDK's part in a program's end. */
export interface ProgramEnd {
  /** Resolves when everything that was declared has been registered, and the outputs are known. */
  declared(outputs: object): Promise<unknown>;
  /** Waits no longer for what was declared and can't be registered. */
  giveUp(): void;
}

/**
 * Ends a program when something in it has failed that only a resource hangs on: such a resource is
 * never registered. A process of its own would end as nothing is left to do; here the engine would
 * wait for ever. The engine finishes the resources that it works on; the SDK reports the failure to it.
 * @throws what has failed first
 */
export async function untilFailed<T extends object>(
  source: Emitter,
  program: () => Promise<T>,
  end: ProgramEnd = sdk,
): Promise<T> {
  let fail: Listener = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  const declared = async () => {
    const outputs = await program();
    await end.declared(outputs);
    return outputs;
  };
  for (const event of events) source.on(event, fail);
  try {
    return await Promise.race([declared(), failed]);
  } catch (error) {
    end.giveUp();
    throw error;
  } finally {
    for (const event of events) source.off(event, fail);
  }
}

const events = ["unhandledRejection", "uncaughtException"] as const;

const sdk: ProgramEnd = {
  async declared(outputs) {
    await (pulumi.output(outputs) as unknown as SdkOutput).promise();
    await (pulumi.runtime as unknown as SdkRuntime).waitForRPCs();
  },
  giveUp() {
    const { settings } = (state as unknown as SdkState).getStore();
    // But for what has been said before this.
    settings.rpcDone = pulumi.log.debug("The program has failed.");
  },
};

/** The SDK has these, but its declarations leave them out. */
interface SdkOutput {
  promise(): Promise<unknown>;
}
interface SdkRuntime {
  waitForRPCs(): Promise<unknown>;
}
interface SdkState {
  getStore(): { settings: { rpcDone: Promise<unknown> } };
}
