// mocha's spec reporter, which also writes how many tests passed, failed and were skipped into $SLIPWAY_TEST_COUNTS.
const { writeFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

const graceSeconds = 20;

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      count(passes, failures, pending);
      // mocha waits for whatever the tests left open, which may be for ever. This timer alone holds nothing up.
      setTimeout(() => {
        console.error(`Left open by the tests: ${process.getActiveResourcesInfo().join(", ")}`);
        count(passes, failures + 1, pending);
        process.exit(1);
      }, graceSeconds * 1000).unref();
    });
  }
};

function count(passed, failed, skipped) {
  const file = process.env.SLIPWAY_TEST_COUNTS;
  if (file) writeFileSync(file, `${passed} ${failed} ${skipped}\n`);
}
