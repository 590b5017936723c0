import { Command } from '../command';

export const TWIN: Command = {
  name: 'twin',
  says: 'run a local Azure that Terraform can apply to, until it is ended',
  arguments: [],
  options: [
    { name: 'port', value: 'N', says: 'port of 127.0.0.1 to listen on, by itself one that is free' },
    {
      name: 'rbac-delay',
      value: 'SECONDS',
      says: 'how long a role assignment takes until it has an effect, 0 by itself',
    },
    {
      name: 'edition',
      value: 'ID',
      says: 'edition of the support matrix that backups follow (azpgbackup editions)',
      completes: 'edition',
    },
    {
      name: 'snapshot',
      value: 'FILE',
      says: 'begin with what the file holds, if it is there, and write it at the end',
      completes: 'file',
    },
    {
      name: 'restore-from',
      value: 'FOLDER',
      says: 'dumps that restores leave the files of, in a folder for each server; with --blobs',
      completes: 'file',
    },
    {
      name: 'blobs',
      value: 'URL',
      says: 'blob store that restores leave files in, one such as Azurite; with --restore-from',
    },
  ],
  examples: [
    { says: 'where it listens, and what Terraform needs in its environment, in a file', args: 'twin > twin.json' },
  ],
  run(call, terminal) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it runs
    return (require('../twin') as typeof import('../twin')).twin(call, terminal);
  },
};
