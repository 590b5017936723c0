/** One thing that Azure does and the twin does as well, with where that is said. */
export interface Semantic {
  /** Stable; the test that shows it has it in its title, in brackets. */
  readonly id: string;
  readonly says: string;
  readonly source: {
    readonly title: string;
    /** Of the document, `YYYY-MM-DD`. */
    readonly date: string;
    readonly url: string;
  };
}
