/** Everything of the process that a command may touch. */
export interface Terminal {
  /** Version of the program. */
  readonly version: string;
  readonly cwd: string;
  /** Standard output is a terminal that shows colours. */
  readonly colour: boolean;
  /** The day by the system's clock, `YYYY-MM-DD`. */
  today(): string;
  stdin(): Promise<Buffer>;
  /** Results, as they are. */
  print(text: string): void;
  /** A message for people, of one line. */
  say(line: string): void;
  /** Our own text for people, of several lines. */
  tell(text: string): void;
}
