import type { CheckFailure, WireResource } from "../adapter";
import type { Properties } from "../properties";
import type { ProviderFunction } from "../resource";

/** The parts that one instance of the provider serves; `configure` is called once, before any resource is. */
export interface Dispatch {
  version: string;
  checkConfig(config: Properties): CheckFailure[];
  configure(config: Properties): void;
  resource(type: string): WireResource | undefined;
  function(token: string): ProviderFunction<object, object> | undefined;
  types: readonly string[];
}
