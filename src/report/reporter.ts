import { Report } from './report';
import { Source } from '../matrix/source';

/** What a format that carries the catalogue says of a rule. */
export interface RuleCard {
  readonly id: string;
  readonly name: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly decides: string;
  readonly why: string;
  readonly sources: readonly Source[];
  readonly acknowledgeable: boolean;
}

export interface ReporterOptions {
  /** Colours for a terminal. */
  readonly colour?: boolean;
  /** The rules that there are, for the formats that carry their help. */
  readonly rules?: readonly RuleCard[];
}

/** The whole report in one format, ending in a line feed. */
export type Reporter = (report: Report, options?: ReporterOptions) => string;
