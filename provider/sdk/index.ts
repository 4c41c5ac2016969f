export * from "./getImage";
export * from "./imageTag";
export * from "./preflight";
export * from "./provider";
export * from "./serviceRollout";
export * from "./taskDefinitionRevision";
export * from "./taskRun";
