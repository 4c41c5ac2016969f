import type { BadCase } from "./badCase";

/** Forms of the stack's settings, and rules between them. */
export const badForms: readonly BadCase[] = [
  // Forms.
  [
    "broken JSON",
    { config: { "slipway:rollout": '{"timeout":' } },
    "slipway:rollout",
    /starts like JSON, but is not/,
  ],
  [
    "a map for a list",
    { config: { "slipway:gates": { alarms: ["a"] } } },
    "slipway:gates",
    /is not a list/,
  ],
  [
    "a text for a map",
    { config: { "slipway:image": "Dockerfile" } },
    "slipway:image",
    /"Dockerfile" is not a map/,
  ],
  [
    "a number for a name",
    { config: { "slipway:services": [7] } },
    "slipway:services[0]",
    /7 is of none of the forms.*a text or a map/,
  ],
  [
    "a service without a name",
    { config: { "slipway:services": [{ after: [] }] } },
    "slipway:services[0].name",
    /is missing/,
  ],
  [
    "no services in the list",
    { config: { "slipway:services": [] } },
    "slipway:services",
    /too short/,
  ],
  [
    "an unknown base",
    { config: { "slipway:services": [{ name: "web", base: "familly" }] } },
    "slipway:services[0].base",
    /"familly".*Did you mean family\? Write service or family/,
  ],
  [
    "a duration without a meaning",
    { config: { "slipway:rollout": { timeout: "soon" } } },
    "slipway:rollout.timeout",
    /"soon" is not a duration.*"30 min"/,
  ],
  [
    "a duration of nothing",
    { config: { "slipway:rollout": { noProgress: 0 } } },
    "slipway:rollout.noProgress",
    /0 is not a duration/,
  ],
  [
    "a variable's name with a blank",
    { config: { "slipway:environment": { "A B": "x" } } },
    "slipway:environment.A B",
    /"A B" is not the name of an environment variable/,
  ],
  [
    "a variable without a fixed form",
    { config: { "slipway:environment": { RATE: 1.1 } } },
    "slipway:environment.RATE",
    /The value is a number.*quotes/,
  ],
  [
    "a variable that is a list",
    { config: { "slipway:environment": { HOSTS: ["a"] } } },
    "slipway:environment.HOSTS",
    /The value is of none of the forms/,
  ],
  // Rules.
  [
    "the version's variable set by hand",
    { config: { "slipway:environment": { DD_VERSION: "1" } } },
    "slipway:environment.DD_VERSION",
    /gets the commit/,
  ],
  [
    "a service listed twice",
    {
      env: { SERVICES_NAMES: undefined },
      config: { "slipway:services": ["web", { name: "web" }] },
    },
    "slipway:services[1]",
    /"web" is named twice/,
  ],
  [
    "an order after a stranger",
    {
      env: { SERVICES_NAMES: undefined },
      config: { "slipway:services": [{ name: "web", after: ["wrker"] }, "worker"] },
    },
    "slipway:services[0].after",
    /"wrker".*not among the services/,
  ],
  [
    "an order in a circle",
    {
      env: { SERVICES_NAMES: undefined },
      config: {
        "slipway:services": [
          { name: "a", after: ["b"] },
          { name: "b", after: ["c"] },
          { name: "c", after: ["a"] },
        ],
      },
    },
    "slipway:services",
    /a after b after c after a/,
  ],
  [
    "a service after itself",
    {
      env: { SERVICES_NAMES: undefined },
      config: { "slipway:services": [{ name: "a", after: ["a"] }] },
    },
    "slipway:services",
    /a after a/,
  ],
  [
    "a migration in another service",
    { config: { "slipway:migration": { service: "jobs", command: ["true"] } } },
    "slipway:migration.service",
    /"jobs", which is not part of this release/,
  ],
  [
    "a migration without a command",
    { config: { "slipway:migration": { service: "mage-web" } } },
    "slipway:migration.command",
    /is missing/,
  ],
];
