/** The version that a service is on, as ECS has it. */
export type ServiceState =
  | "new" /** The released commit, completed. */
  | "old" /** What it ran before, completed. */
  | "other" /** Something else, completed. */
  | "moving"
  | "failed";
