import { CATALOGUE_FORMAT } from '../catalogue/format';
import { Command } from '../command';

export const PROFILES: Command = {
  name: 'profiles',
  says: 'list the profiles, those of the configuration file included',
  arguments: [],
  options: [
    CATALOGUE_FORMAT,
    {
      name: 'config',
      value: 'FILE',
      says: 'configuration file, by itself the nearest .azpgbackup.yaml, .yml or .json upward',
      completes: 'file',
    },
  ],
  examples: [{ says: 'what --profile takes', args: 'profiles' }],
  run(call, terminal) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it runs
    return (require('../catalogue/profiles') as typeof import('../catalogue/profiles')).showProfiles(call, terminal);
  },
};
