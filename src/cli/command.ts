import type { Terminal } from './terminal';

/** What a shell completes a value with, where `values` doesn't list it. */
export type Completion = 'file' | 'rule' | 'edition' | 'profile';

export interface ArgumentDefinition {
  readonly name: string;
  readonly says: string;
  readonly required: boolean;
  readonly many: boolean;
  /** What is accepted, where that is a list. */
  readonly values?: readonly string[];
  readonly completes?: Completion;
}

export interface OptionDefinition {
  /** Without the dashes. */
  readonly name: string;
  readonly says: string;
  /** What its value is called; left out where the option is a switch. */
  readonly value?: string;
  readonly many?: true;
  /** The value may be followed by `=FILE`. */
  readonly toFile?: true;
  /** What is accepted, where that is a list. */
  readonly values?: readonly string[];
  readonly completes?: Completion;
}

export interface Example {
  readonly says: string;
  /** What follows `azpgbackup`. */
  readonly args: string;
}

/** What the user wrote, by the names of arguments and options. */
export interface Call {
  readonly args: readonly string[];
  readonly options: {
    flag(name: string): boolean;
    one(name: string): string | undefined;
    all(name: string): readonly string[];
  };
}

/** One command. Help, completion and parsing follow from it; what it needs to run is loaded by `run`. */
export interface Command {
  readonly name: string;
  readonly says: string;
  readonly arguments: readonly ArgumentDefinition[];
  readonly options: readonly OptionDefinition[];
  readonly examples: readonly Example[];
  /** The exit code: 0, or 1 where the answer is no. What can't be done is thrown as a `Problem`. */
  run(call: Call, terminal: Terminal): Promise<number>;
}
