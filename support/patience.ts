/**
 * How long Slipway waits, for what, and how often it asks: milliseconds each. What a user can set
 * (`rollout.timeout` …) is not here.
 */
export const patience = {
  /** ECS is asked this often about what moves while it cannot end … */
  slowLookMs: 10_000,
  /** … and this often near its end. */
  fastLookMs: 1_500,
  /** Between two looks at anything else that moves: a one-off task, another release's rollout. */
  lookMs: 5_000,
  /** DescribeServices may answer with what was true this long ago; AWS documents no bound. */
  staleReadMs: 60_000,
  /** An older answer tells nothing of now: the process was suspended. */
  recentMs: 60_000,
  /** For the one more read after that; longer than the slowest look and a request with its retries. */
  finalReadMs: 300_000,
  /** ECS should have begun the rollback that a stop asks for. */
  rollbackBeginsMs: 300_000,
  /** An UpdateService under way may take this much longer when a sibling has failed. */
  updateGraceMs: 1_000,
  /** For all evidence of a rollout whose outcome is known. */
  evidenceMs: 30_000,
  /** The same where a sibling's failure ended the wait, and recovery stands by. */
  abandonedEvidenceMs: 5_000,
  /** A ServiceDeployment may be older than its deployment by this. */
  deploymentSlackMs: 60_000,
  /** DescribeTasks may not know a new task yet. */
  newTaskMs: 30_000,
  /** The last lines of a one-off task. */
  taskLogMs: 30_000,
  /** One look outside ECS in preflight: roles, secrets, log groups. */
  lookUpMs: 10_000,
  /** Before a registration is sent again; doubled each time. */
  registrationDelayMs: 500,
  /** Before a throttled, forced UpdateService is sent again; doubled each time. */
  updateDelayMs: 1_000,
  /** One request to a registry, without the body of a layer. */
  registryRequestMs: 30_000,
  /** Before a request to a registry is sent again; doubled each time. */
  registryDelayMs: 500,
  /** A layer's transfer without a byte that arrives. */
  transferIdleMs: 300_000,
  /** Before a layer is sent again; doubled each time. */
  transferDelayMs: 1_000,
  /** A registry's login is renewed so long before it ends. */
  loginSpareMs: 300_000,
  /** One answer of Docker's credential helper. */
  credentialHelperMs: 30_000,
  /** One line of the engine's log. */
  engineLogMs: 10_000,
} as const;
