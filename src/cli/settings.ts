import { existsSync } from 'fs';
import { join } from 'path';
import { Call } from './command';
import { Configuration } from './config/configuration';
import { Problem } from './problem';
import { Terminal } from './terminal';
import { dayOfInstant, oneOf } from './values';
import { Edition } from '../matrix/edition';
import { SupportMatrix } from '../matrix/support-matrix';

/** What the user names, else what lies there. */
export function inputsOf({ args }: Call, { cwd }: Terminal): readonly string[] {
  return args.length > 0 ? args : [existsSync(join(cwd, 'cdktf.out')) ? 'cdktf.out' : '.'];
}

/** The day of `--now`, else the system's. */
export function dayToJudgeBy(options: Call['options'], terminal: Terminal): string {
  const now = options.one('now');
  const day = now === undefined ? terminal.today() : dayOfInstant(now);
  if (day !== undefined) return day;
  throw new Problem(`--now must be a date or an instant in ISO 8601, as 2026-11-20, got: ${now}`);
}

/** That of `--edition`, else of the configuration file, else the default. */
export function editionOf(options: Call['options'], configuration: Configuration): Edition {
  const wanted = options.one('edition') ?? configuration.edition ?? SupportMatrix.DEFAULT.id;
  const known = SupportMatrix.all().map(({ id }) => id);
  return SupportMatrix.of(oneOf('--edition', wanted, known))._edition;
}
