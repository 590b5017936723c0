import { CATALOGUE_FORMAT } from '../catalogue/format';
import { Command } from '../command';

export const RULES: Command = {
  name: 'rules',
  says: 'list the rules, or show one',
  arguments: [
    { name: 'rule', says: 'id or name: PGB401, server-size', required: false, many: false, completes: 'rule' },
  ],
  options: [CATALOGUE_FORMAT],
  examples: [
    { says: 'all of them', args: 'rules' },
    { says: 'as a page', args: 'rules --format markdown > rules.md' },
  ],
  run(call, terminal) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it runs
    return (require('../catalogue/rules') as typeof import('../catalogue/rules')).showRules(call, terminal);
  },
};
