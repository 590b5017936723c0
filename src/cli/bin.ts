import { main } from './main';
import { processTerminal } from './process';

/** Written in by the bundler, from package.json. */
declare const AZPGBACKUP_VERSION: string;

void main(process.argv.slice(2), processTerminal(AZPGBACKUP_VERSION)).then((exitCode) => {
  // Not `exit`: what was printed may still be on its way.
  process.exitCode ||= exitCode;
});
