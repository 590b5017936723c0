import { main } from './main';
import { processTerminal } from './process';

/** Written in by the bundler, from package.json; missing where the source itself runs. */
declare const AZPGBACKUP_VERSION: string | undefined;

const version = typeof AZPGBACKUP_VERSION === 'string' ? AZPGBACKUP_VERSION : 'from source';

void main(process.argv.slice(2), processTerminal(version)).then((exitCode) => {
  // Not `exit`: what was printed may still be on its way.
  process.exitCode ||= exitCode;
});
