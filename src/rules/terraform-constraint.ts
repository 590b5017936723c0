import type Range from 'semver/classes/range';

/** A version constraint of Terraform's, to be asked. */
export interface TerraformConstraint {
  /** @param version a released version, `4.62.0` */
  admits(version: string): boolean;
  /**
   * Whether it admits anything in a range.
   * @param range in the notation of npm, `<4.62.0`
   */
  overlaps(range: string): boolean;
}

export type ParsedConstraint =
  { readonly ok: true; readonly constraint: TerraformConstraint } | { readonly ok: false; readonly why: string };

interface Condition {
  readonly operator: string;
  /** All three numbers, with a prerelease where one is written. */
  readonly version: string;
}

const CONDITION =
  /^(=|!=|>=|<=|>|<|~>)?\s*(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(-[\dA-Za-z.-]+)?(?:\+[\dA-Za-z.-]+)?$/;

/**
 * Reads `~> 4.0`, `>= 4.55.0, < 6.0.0, != 4.62.0`.
 *
 * Terraform's constraints look like npm's and aren't: conditions are separated by commas, numbers that aren't written are
 * zero with every operator (`> 4.62` admits 4.62.1), and `~>` raises the last number that is written (`~> 4` and `~> 4.0`
 * both end before 5).
 */
export function parseConstraint(text: string): ParsedConstraint {
  const conditions: Condition[] = [];
  const comparators: string[] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const match = CONDITION.exec(part);
    if (match === null) return { ok: false, why: problemOf(part, text) };
    const [, operator = '=', major, minor = '0', patch, prerelease = ''] = match;
    const numbers = [Number(major), Number(minor), Number(patch ?? '0')];
    const version = `${numbers.join('.')}${prerelease}`;
    conditions.push({ operator, version });
    if (operator === '~>') {
      const end = patch === undefined ? `${numbers[0] + 1}.0.0` : `${numbers[0]}.${numbers[1] + 1}.0`;
      comparators.push(`>=${version} <${end}`);
    } else if (operator !== '!=') {
      comparators.push(`${operator}${version}`);
    }
  }
  const exact = conditions.length === 1 && conditions[0].operator === '=' ? conditions[0].version : undefined;
  const excluded = new Set(conditions.filter(({ operator }) => operator === '!=').map(({ version }) => version));
  let compiled: Range | undefined;
  const range = () => (compiled ??= rangeOf(comparators.length === 0 ? '*' : comparators.join(' ')));
  return {
    ok: true,
    constraint: {
      // The bindings pin one version exactly: nearly every stack is done without the library.
      admits: (version) => (exact === undefined ? !excluded.has(version) && range().test(version) : version === exact),
      // Single versions that are excluded never empty a range, so they don't count here.
      overlaps: (other) => range().intersects(rangeOf(other)),
    },
  };
}

function rangeOf(text: string): Range {
  // Loading it costs more than all rules together, and few stacks need it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const Class = require('semver/classes/range') as typeof Range;
  return new Class(text);
}

function problemOf(part: string, text: string): string {
  if (part === '') return text.trim() === '' ? 'it is empty' : 'a condition is missing beside a comma';
  const operator = /^[^\w\s.*]+/.exec(part)?.[0];
  if (operator !== undefined && !/^(?:=|!=|>=|<=|>|<|~>)$/.test(operator)) {
    const meant = { '=>': '>=', '=<': '<=', '==': '=', '~': '~>', '^': '~>', '<>': '!=' }[operator];
    return `there is no operator ${operator}${meant === undefined ? '' : `, did you mean ${meant}`}`;
  }
  if (/\s(?:[=!<>~]|\|\||\d)/.test(part.slice(operator?.length ?? 0).trim())) {
    return `conditions are separated by commas, in "${part}"`;
  }
  if (/^v\d/i.test(part.slice(operator?.length ?? 0).trim())) return `a version has no "v" before it, in "${part}"`;
  if (/[*xX]/.test(part)) return `there are no wildcards, leave the number out, in "${part}"`;
  return `"${part}" is not a version of one to three numbers`;
}
