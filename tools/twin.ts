import { parseArgs } from 'node:util';
import { EDITION_IDS, runTwin, TwinUsageError } from '../src/twin';

const USAGE = `A local Azure that Terraform can apply to; it runs until it is ended.

Usage: npm run --silent twin -- [--port N] [--rbac-delay SECONDS] [--edition ID] [--snapshot FILE]
       [--restore-from FOLDER --blobs URL]

  --port N              listen on this port of 127.0.0.1; default: the system chooses
  --rbac-delay SECONDS  how long a role assignment takes until it has an effect; default 0
  --edition ID          support matrix that backups follow: ${EDITION_IDS.join(', ')}
  --snapshot FILE       begin with what this file holds, if it is there, and write it at the end
  --restore-from FOLDER dumps that restores leave the files of, in a folder for each server
  --blobs URL           where restores leave files: https://ADDRESS/ACCOUNT/CONTAINER/NAME, as Azurite has it

When it is ready it prints one line of JSON: {"endpoint","certificate","env"}.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'rbac-delay': { type: 'string' },
      edition: { type: 'string' },
      snapshot: { type: 'string' },
      'restore-from': { type: 'string' },
      blobs: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) process.stdout.write(`${USAGE}\n`);
  else await runTwin({ ...values, rbacDelay: values['rbac-delay'], restoreFrom: values['restore-from'] });
}

main().catch((error: NodeJS.ErrnoException) => {
  const expected = error instanceof TwinUsageError || error.code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${expected ? error.message : error.stack}\n`);
  process.exitCode = 2;
});
