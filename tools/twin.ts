import { parseArgs } from 'node:util';
import { EDITION_IDS, runTwin, TwinUsageError } from '../src/twin';

const USAGE = `A local Azure that Terraform can apply to; it runs until it is ended.

Usage: npm run --silent twin -- [--port N] [--rbac-delay SECONDS] [--edition ID] [--snapshot FILE]

  --port N              listen on this port of 127.0.0.1; default: the system chooses
  --rbac-delay SECONDS  how long a role assignment takes until it has an effect; default 0
  --edition ID          support matrix that backups follow: ${EDITION_IDS.join(', ')}
  --snapshot FILE       begin with what this file holds, if it is there, and write it at the end

When it is ready it prints one line of JSON: {"endpoint","certificate","env"}.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'rbac-delay': { type: 'string' },
      edition: { type: 'string' },
      snapshot: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) process.stdout.write(`${USAGE}\n`);
  else await runTwin({ ...values, rbacDelay: values['rbac-delay'] });
}

main().catch((error: NodeJS.ErrnoException) => {
  const expected = error instanceof TwinUsageError || error.code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${expected ? error.message : error.stack}\n`);
  process.exitCode = 2;
});
