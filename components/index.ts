export * from "./buildSecrets";
export * from "./ecsRelease";
export * from "./lookUpImages";
export * from "./lookUpPromotion";
export { plainly } from "./plainly";
export { refusal } from "./refusal";
export * from "./releaseArgs";
export * from "./releasedService";
export { Provider, type ProviderArgs } from "../provider/sdk";
