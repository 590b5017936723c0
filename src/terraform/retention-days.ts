import { Fn, Op, Token } from 'cdktf';
import { terraformNumber } from './names';
import { Retention } from '../time/retention';
import { isUnresolvedNumber } from '../time/token';

/** A retention in days: undefined for months and years, which aren't always as long. What Terraform knows, it counts. */
export function daysOf(retention: Retention): number | undefined {
  const iso = retention.toIsoString();
  const [, text, unit] = /^P(.+)([DWMY])$/.exec(iso) ?? [];
  if (unit === 'M' || unit === 'Y') return undefined;
  if (text === undefined) return Token.asNumber(Fn.tonumber(Fn.trimsuffix(Fn.trimprefix(iso, 'P'), 'D')));
  const factor = unit === 'W' ? 7 : 1;
  // A number token keeps its encoding inside of the text.
  const amount = Number(text);
  if (Number.isNaN(amount)) return terraformNumber(text, factor);
  if (factor === 1 || !isUnresolvedNumber(amount)) return amount * factor;
  return Token.asNumber(Op.mul(amount, factor));
}
