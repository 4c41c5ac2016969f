import type { z } from "zod";
import type { ReleaseEvent } from "../contract/events";
import type { Changes } from "./difference";

/** What a resource's handler gets beside its properties. */
export interface Context {
  /** Aborts when the engine cancels: stop waiting within a second. */
  signal: AbortSignal;
  log: ResourceLog;
}

/** Where a handler reports to; every line is attached to the resource. */
export interface ResourceLog {
  /** For the runner: printed by nobody else. */
  event(event: ReleaseEvent): void;
  /** A line that the next one replaces; only sent when it changed. */
  status(line: string): void;
  warn(line: string): void;
}

/**
 * A resource type: plain functions over typed inputs, without the engine's protocol. What was
 * looked up belongs into create, update and read, which run side by side; `diff` is pure.
 */
export interface Resource<I extends object, S extends object> {
  /** Checks inputs; its messages go to the user, each with the property's name. */
  inputs: z.ZodObject;
  /** Outputs that hold a secret, whatever the inputs were. */
  secrets: readonly (keyof S & string)[];
  /** Names of all outputs: what a preview doesn't tell is unknown. */
  outputs: readonly (keyof S & string)[];
  /** Read the live state before every preview and update, also without `--refresh`. */
  refreshBeforeUpdate: boolean;

  diff(old: Old<I, S>, news: Partial<I>): Difference;
  /** What create or update would do; touches nothing. */
  preview(news: Partial<I>, context: Context, old?: Old<I, S>): Promise<Partial<S>>;
  create(news: I, context: Context): Promise<Done<S> & { id: string }>;
  update(news: I, context: Context, old: Old<I, S>): Promise<Done<S>>;
  /** @returns undefined when it is gone */
  read(context: Context, old: Old<I, S>): Promise<Live<I, S> | undefined>;
}

/** What state holds. Written by any version of Slipway, so nothing in it is certain. */
export interface Old<I, S> {
  inputs: Partial<I>;
  outputs: Partial<S>;
}

export interface Done<S> {
  outputs: S;
  /** Something was touched but did not end well: the engine stores the outputs and acts again. */
  failures?: string[];
}

export interface Live<I, S> extends Done<Partial<S>> {
  /** The live values of the program's own inputs, so that drift shows as a change. */
  inputs: Partial<I>;
}

export interface Difference {
  changes: boolean;
  /** Which inputs changed, for showing. */
  inputs?: Changes;
  /** Names of changed inputs that make it another thing: a new one is made, the old one left. */
  replaces?: string[];
}

/** A function that programs call (an invoke). */
export interface ProviderFunction<A extends object, R extends object> {
  inputs: z.ZodType<A>;
  call(args: A, context: FunctionContext): Promise<R>;
}

/** What a function gets beside its arguments. */
export interface FunctionContext extends Pick<Context, "signal"> {
  preview: boolean;
  /** The log of a resource, by its URN. */
  log: (urn: string) => ResourceLog;
}
