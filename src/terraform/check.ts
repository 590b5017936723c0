import { Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { BackupConfigurationError } from '../errors';
import { citeWithUrl } from '../matrix/citation';
import { LIMITS } from '../matrix/limits';
import { NameRule } from '../matrix/names';
import { Source } from '../matrix/source';
import { Duration, isWithin, parseDuration } from '../time/duration';
import { Retention } from '../time/retention';
import { show } from '../time/show';
import { isUnresolvedNumber, isUnresolvedString } from '../time/token';

/** Checks of props that one constructor can know. Tokens pass: what they hold is decided later. */
export function checkName(scope: IConstruct, prop: string, value: string, rule: NameRule): void {
  if (isUnresolvedString(value) || matches(value, rule.pattern)) return;
  refuse(
    scope,
    'PGB509',
    `\`${prop}\` must be ${rule.rule}, got: ${show(value)}.`,
    rule.source,
    `give a name of ${rule.rule}`,
  );
}

interface Limit {
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  readonly source: Source;
  /** Default: that a whole number is given. */
  readonly mend?: string;
}

export function checkRange(scope: IConstruct, code: string, prop: string, value: number, limit: Limit): void {
  if (isUnresolvedNumber(value)) return;
  if (Number.isInteger(value) && value >= limit.min && value <= limit.max) return;
  const unit = limit.unit === undefined ? '' : ` ${limit.unit}`;
  refuse(
    scope,
    code,
    `\`${prop}\` must be between ${limit.min} and ${limit.max}${unit}, got: ${value}${unit}.`,
    limit.source,
    limit.mend ?? `give a whole number from ${limit.min} to ${limit.max}`,
  );
}

const SHORTEST: Duration = { amount: LIMITS.retention.minDays, unit: 'D' };
const LONGEST: Duration = { amount: LIMITS.retention.maxYears, unit: 'Y' };

/** Long-term retention, which the service limits whatever it is kept for. */
export function checkRetention(scope: IConstruct, prop: string, retention: Retention | undefined): void {
  if (retention === undefined || retention.isUnresolved()) return;
  const duration = parseDuration(retention.toIsoString());
  if (duration.ok && isWithin(duration, SHORTEST, LONGEST)) return;
  refuse(
    scope,
    'PGB301',
    `\`${prop}\` must be between 7 days and 10 years, got: ${retention.toHumanString()}.`,
    LIMITS.retention.source,
    'keep backups for at least 7 days and at most 10 years',
  );
}

/** A choice of what is made at all: Terraform can't be told later. `value` of a variable goes for anything. */
export function checkDecided(scope: IConstruct, prop: string, value: boolean | undefined): void {
  if (value === undefined || typeof value === 'boolean') return;
  const got = value === null ? show(value) : 'what is known only when Terraform runs';
  const mend = 'write it out, or read it from the environment of the program';
  refuse(scope, 'Undecided', `\`${prop}\` must be true or false, got: ${got}.`, undefined, mend);
}

/** A region can't be told from its name alone, since Azure opens new ones; an empty one can. */
export function checkLocation(scope: IConstruct, location: string, prop = 'location'): void {
  if (matches(location, /\S/)) return;
  const got = show(typeof location === 'string' ? location.trim() : location);
  const mend = 'give a region, as in "westeurope"';
  refuse(scope, 'Location', `\`${prop}\` must be a region, got: ${got}.`, undefined, mend);
}

export function checkTags(scope: IConstruct, tags: Readonly<Record<string, string>> | undefined): void {
  const { maxCount, maxKeyLength, maxValueLength, source } = LIMITS.tags;
  if (tags === null) refuse(scope, 'Tags', '`tags` must be names with values, got: (nothing).', source, 'leave it out');
  if (Token.isUnresolved(tags)) return;
  const entries = Object.entries(tags ?? {});
  checkRange(scope, 'Tags', 'tags', entries.length, {
    min: 0,
    max: maxCount,
    source,
    mend: `leave out ${entries.length - maxCount}`,
  });
  for (const [key, value] of entries) {
    checkRange(scope, 'Tags', `tags.${key}`, key.length, {
      min: 1,
      max: maxKeyLength,
      unit: 'characters of key',
      source,
      mend: key === '' ? 'give it a name' : 'shorten the name',
    });
    if (isUnresolvedString(value)) continue;
    if (typeof value !== 'string') {
      const mend = 'give it a value, an empty one too, or leave it out';
      refuse(scope, 'Tags', `\`tags.${key}\` must be a text, got: ${show(value)}.`, source, mend);
    }
    checkRange(scope, 'Tags', `tags.${key}`, value.length, {
      min: 0,
      max: maxValueLength,
      unit: 'characters',
      source,
      mend: 'shorten the value',
    });
  }
}

/** Id of a key in a key vault, with or without its version. */
export function checkKeyId(scope: IConstruct, code: string, prop: string, keyId: string, source: Source): void {
  if (isUnresolvedString(keyId) || matches(keyId, /^https:\/\/[^/]+\/keys\/[^/]+(\/[^/]+)?$/)) return;
  const mend = 'give the id of the key itself, not of its vault nor of a secret';
  refuse(scope, code, `\`${prop}\` must be https://…/keys/…, got: ${show(keyId)}.`, source, mend);
}

export function refuse(
  scope: IConstruct,
  code: string,
  message: string,
  source: Source | undefined,
  mend: string,
): never {
  throw new BackupConfigurationError({
    code,
    path: scope.node.path,
    message,
    limit: source === undefined ? undefined : citeWithUrl(source),
    mend,
  });
}

/** `RegExp.test` takes what isn't there for the word `undefined`, which many a pattern lets pass. */
export function matches(value: string, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

export { show };
