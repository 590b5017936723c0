import { main } from './main';
import { leave, processTerminal } from './process';

/** Written in by the bundler, from package.json; missing where the source itself runs. */
declare const AZPGBACKUP_VERSION: string | undefined;

const version = typeof AZPGBACKUP_VERSION === 'string' ? AZPGBACKUP_VERSION : 'from source';

void main(process.argv.slice(2), processTerminal(version)).then(leave);
