/** An input that can't be read or isn't what we read: one clear line, with the position where there is one. */
export class InputError extends Error {
  public readonly line?: number;
  public readonly column?: number;

  /**
   * @param input name of the input, as given
   * @param problem what is wrong with it, as in "is empty", and what to do
   */
  public constructor(
    public readonly input: string,
    problem: string,
    at: { readonly line?: number; readonly column?: number } = {},
  ) {
    const position = at.line === undefined ? '' : `:${at.line}${at.column === undefined ? '' : `:${at.column}`}`;
    super(`${printable(input)}${position}: ${printable(problem)}`);
    this.name = 'InputError';
    this.line = at.line;
    this.column = at.column;
  }
}

/** One line that does nothing to a terminal, whatever was in the input. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what has to go
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
}
