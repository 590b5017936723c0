import { Call } from './command';
import { Problem } from './problem';
import { Terminal } from './terminal';
import { oneOf } from './values';
import { EDITION_IDS, runTwin, TwinUsageError } from '../twin';

/** `azpgbackup twin` */
export async function twin({ options }: Call, terminal: Terminal): Promise<number> {
  const edition = options.one('edition');
  try {
    await runTwin(
      {
        port: options.one('port'),
        rbacDelay: options.one('rbac-delay'),
        edition: edition === undefined ? undefined : oneOf('--edition', edition, EDITION_IDS),
        snapshot: options.one('snapshot'),
        restoreFrom: options.one('restore-from'),
        blobs: options.one('blobs'),
      },
      (text) => terminal.print(text),
    );
    return 0;
  } catch (error) {
    throw error instanceof TwinUsageError ? new Problem(error.message.replace(/\.$/, '')) : error;
  }
}
