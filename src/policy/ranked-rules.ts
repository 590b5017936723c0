import { BackupCriteria } from './backup-criteria';
import { RetentionRule } from './retention-rule';
import { LIMITS } from '../matrix/limits';
import { Retention } from '../time/retention';

/** A rule with the rank that Azure evaluates it by: the lowest number that matches wins. */
export interface RankedRule extends RetentionRule {
  readonly priority: number;
}

interface StandardRetentions {
  readonly weekly?: Retention;
  readonly monthly?: Retention;
  readonly yearly?: Retention;
}

const { retentionRanks, retentionPriority } = LIMITS;

/**
 * Rarer rules first, as the service ranks yearly, monthly and weekly ones. Those three alone keep the numbers that
 * Microsoft's own policies carry.
 */
export function rankRules(standard: StandardRetentions, free: readonly RetentionRule[]): RankedRule[] {
  const rules: RankedRule[] = [];
  const add = (name: string, retention: Retention | undefined, criteria: BackupCriteria, priority: number) => {
    if (retention !== undefined) rules.push({ name, retention, criteria, priority });
  };
  add('Yearly', standard.yearly, BackupCriteria.FIRST_OF_YEAR, retentionRanks.yearly.priority);
  add('Monthly', standard.monthly, BackupCriteria.FIRST_OF_MONTH, retentionRanks.monthly.priority);
  add('Weekly', standard.weekly, BackupCriteria.FIRST_OF_WEEK, retentionRanks.weekly.priority);
  if (free.length === 0) return rules;
  const all = [...rules, ...free].sort((a, b) => a.criteria._perYear - b.criteria._perYear);
  const step = Math.max(1, Math.min(5, Math.floor(retentionPriority.max / all.length)));
  return all.map((rule, index) => ({ ...rule, priority: (index + 1) * step }));
}
