/** The work can't be done, for a reason that the user can mend: one clear line for each, and exit code 2. */
export class Problem extends Error {
  public readonly lines: readonly string[];

  public constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'Problem';
    this.lines = lines;
  }
}

/** The lines of a problem; undefined for anything else. By name: the bundle has this class in more than one of its parts. */
export function linesOf(error: unknown): readonly string[] | undefined {
  return error instanceof Error && error.name === 'Problem' ? (error as Problem).lines : undefined;
}
