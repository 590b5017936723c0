import { basename } from 'path';
import { Problem } from './problem';
import { isReplaceable, targetOf } from '../files/write-files';
import { Format } from '../report';

/** Where a format goes; printed where no file is named. */
export interface Destination {
  readonly format: Format;
  readonly file?: string;
}

/**
 * What `--format` and `--output` ask for. One format can be printed, the others go into files; where all of them name a
 * file, text is printed beside them.
 */
export function destinations(
  formats: readonly string[],
  output: string | undefined,
  cwd: string,
): readonly Destination[] {
  if (output === '') throw new Problem('--output names no file');
  const named = formats.map((given): Destination => {
    const at = given.indexOf('=');
    if (at < 0) return { format: given as Format };
    if (at === given.length - 1) throw new Problem(`--format ${given} names no file`);
    return { format: given.slice(0, at) as Format, file: given.slice(at + 1) };
  });
  const bare = named.filter(({ file }) => file === undefined);
  if (bare.length > 1) {
    const second = bare[1].format;
    throw new Problem(`only one format can be printed: give the others a file, as in --format ${second}=FILE`);
  }
  if (output !== undefined && named.length > 0 && bare.length === 0) {
    throw new Problem('--output is for the format that is printed, and every --format has a file: leave --output out');
  }
  const printed: Destination = { format: bare[0]?.format ?? 'text', file: output };
  const all = [printed, ...named.filter(({ file }) => file !== undefined)];
  const taken = new Set<string>();
  for (const { file, target } of replaced(all, cwd)) {
    if (taken.has(target)) throw new Problem(`two reports would go to ${file}`);
    taken.add(target);
  }
  return all;
}

/** @param read paths of all files that were read, by which links ever: folders, modules and the configuration among them */
export function refuseOverwriting(planned: readonly Destination[], read: Iterable<string>, cwd: string): void {
  const reports = replaced(planned, cwd);
  // Where each input really lies is asked of the system.
  if (reports.length === 0) return;
  const inputs = new Set([...read].map((file) => targetOf(file, cwd)));
  for (const { file, target } of reports) {
    if (inputs.has(target)) throw new Problem(`${basename(file)} is an input: a report would overwrite it`);
  }
}

/** The files that reports take the place of, and where they really lie. */
function replaced(planned: readonly Destination[], cwd: string) {
  return planned
    .flatMap(({ file }) => (file === undefined ? [] : [{ file, target: targetOf(file, cwd) }]))
    .filter(({ target }) => isReplaceable(target));
}
