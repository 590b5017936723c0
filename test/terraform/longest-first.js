const Sequencer = require('@jest/test-sequencer').default;

/** Files that take minutes, most of them in waits of azurerm; the longest first, so that others run beside them. */
const LONGEST = [
  'geo-cluster',
  'example-lives',
  'options',
  'on-demand',
  'azure-side',
  'cdktf-cli',
  'start',
  'lifecycle-quickstart',
];

/** A place among the longest, or behind them. */
function rank({ path }) {
  const place = LONGEST.findIndex((name) => path.endsWith(`/${name}.test.ts`));
  return place < 0 ? LONGEST.length : place;
}

/** A clean checkout knows nothing of the last run, and jest would go by the sizes of files. */
module.exports = class LongestFirst extends Sequencer {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((a, b) => rank(a) - rank(b));
  }
};
