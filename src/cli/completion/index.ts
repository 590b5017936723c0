import { bash } from './bash';
import { fish } from './fish';
import { Vocabulary } from './vocabulary';
import { zsh } from './zsh';
import { Call } from '../command';
import { COMMANDS } from '../commands';
import { NAME } from '../name';
import { Terminal } from '../terminal';

const SHELLS: Readonly<Record<string, (vocabulary: Vocabulary) => string>> = { bash, zsh, fish };

/** `azpgbackup completion` */
export async function printCompletion({ args: [shell] }: Call, terminal: Terminal): Promise<number> {
  terminal.print(SHELLS[shell]({ name: NAME, commands: COMMANDS }));
  return 0;
}
