import { printableText } from '../report/printable';

/** What the program is called. */
export const NAME = 'azpgbackup';

/** A message as it goes to standard error: one line that does nothing to a terminal, whatever it quotes. */
export function messageLine(message: string): string {
  return `${NAME}: ${printableText(message)}\n`;
}
