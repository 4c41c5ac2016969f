export * from "./buildSecrets";
export * from "./ecsRelease";
export * from "./lookUpImages";
export * from "./releaseArgs";
export { Provider, type ProviderArgs } from "../provider/sdk";
