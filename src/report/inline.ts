/** A stretch of a sentence. */
export interface Piece {
  readonly code: boolean;
  readonly text: string;
}

/**
 * The sentences of rules put names of arguments between backticks. Whatever stands between two of them is shown as code
 * and the rest as it is; a hostile backtick can at worst swap the two, because formats escape both.
 */
export function pieces(sentence: string): Piece[] {
  return [...sentence.matchAll(/`([^`]+)`|[^`]+|`/g)].map(([whole, code]) => ({
    code: code !== undefined,
    text: code ?? whole,
  }));
}
