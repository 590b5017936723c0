import { CATALOGUE_FORMAT } from '../catalogue/format';
import { Command } from '../command';

export const EXPLAIN: Command = {
  name: 'explain',
  says: 'say what a rule decides, why, where it is written, how to mend and how to acknowledge it',
  arguments: [
    { name: 'rule', says: 'id or name: PGB401, server-size', required: true, many: false, completes: 'rule' },
  ],
  options: [CATALOGUE_FORMAT],
  examples: [{ says: 'what a finding means', args: 'explain PGB401' }],
  run(call, terminal) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it runs
    return (require('../catalogue/rules') as typeof import('../catalogue/rules')).explainRule(call, terminal);
  },
};
