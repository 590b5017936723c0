import { COMMANDS } from './commands';
import { NAME } from './name';
import { parse } from './parse';
import { linesOf } from './problem';
import { Terminal } from './terminal';

/** Does what the arguments ask for; the exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const parsed = parse(NAME, COMMANDS, argv, terminal);
    return 'exitCode' in parsed ? parsed.exitCode : await parsed.command.run(parsed.call, terminal);
  } catch (error) {
    for (const line of linesOf(error) ?? [unforeseen(error)]) terminal.say(line);
    return 2;
  }
}

/** One line all the same, and never a stack trace. */
function unforeseen(error: unknown): string {
  return `it broke: ${error instanceof Error ? error.message : String(error)}; please report this, with what it was given`;
}
