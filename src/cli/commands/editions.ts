import { CATALOGUE_FORMAT } from '../catalogue/format';
import { Command } from '../command';

export const EDITIONS: Command = {
  name: 'editions',
  says: 'list the editions of the support matrix',
  arguments: [],
  options: [CATALOGUE_FORMAT],
  examples: [{ says: 'what --edition takes', args: 'editions' }],
  run(call, terminal) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it runs
    return (require('../catalogue/editions') as typeof import('../catalogue/editions')).showEditions(call, terminal);
  },
};
