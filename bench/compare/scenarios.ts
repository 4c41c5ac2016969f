import type { TaskPlan } from "../../emulator/faults/scenario";

/** What happens while a tool releases; the same for every tool. */
export interface Scenario {
  /** Also the name of the environment. Tools print it: no word that `reason` fits. */
  readonly name: string;
  /** For the table. */
  readonly title: string;
  readonly services: readonly string[];
  /** How tasks of the released commit behave: of this service, or of every one. */
  readonly tasks?: { readonly plan: TaskPlan; readonly service?: string };
  /** What is done to the tool once it has moved its first service. */
  readonly then?: "another deploys" | "throttled";
  /** Whether the tool has released the same commit before. */
  readonly again?: true;
  /** What the output of a tool has to hold so that a reader learns why it failed. */
  readonly reason?: RegExp;
}

const web = ["web"];
const five = ["web", "api", "worker", "mail", "cron"];
const crash: TaskPlan = { exit: { after: 2, code: 1 } };

/** How many reads in a row are refused where the API throttles. */
export const throttledReads = 12;

export const scenarios: readonly Scenario[] = [
  { name: "good", title: "Good release", services: web },
  {
    name: "crash",
    title: "New tasks crash, ECS's circuit breaker rolls back",
    services: web,
    tasks: { plan: crash },
    reason: /exit(ed|s)?( with)?( code)?:? 1\b/i,
  },
  {
    name: "gone",
    title: "Image gone from the registry",
    services: web,
    tasks: { plan: { pullError: "missing" } },
    reason: /CannotPullContainer/,
  },
  {
    name: "sick",
    title: "New tasks run, never healthy",
    services: web,
    tasks: { plan: { healthy: "never" } },
    reason: /health/i,
  },
  {
    name: "race",
    title: "Another deployer is at work too",
    services: web,
    then: "another deploys",
    reason: /superseded|taken over|newer deployment|another deployment/i,
  },
  {
    name: "throttled",
    title: `ECS throttles: ${throttledReads} reads in a row refused`,
    services: web,
    then: "throttled",
  },
  { name: "again", title: "The same commit again", services: web, again: true },
  {
    name: "oneoffive",
    title: "One of five services crashes",
    services: five,
    tasks: { plan: crash, service: "worker" },
    reason: /exit(ed|s)?( with)?( code)?:? 1\b/i,
  },
];
