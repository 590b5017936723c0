import { Finding, Outcome } from './finding';
import { citeWithUrl } from '../matrix/citation';

/** A finding in the words a person reads: what is wrong, the limit with its source, the mend. */
export function describeFinding(finding: Finding): string {
  const lines = [`${finding.rule} ${finding.name}: ${finding.message} (${finding.resource}).`];
  const limit = finding.limit === undefined ? '' : `${finding.limit}; `;
  lines.push(`  Limit: ${limit}support matrix edition ${finding.edition}; ${citeWithUrl(finding.source)}.`);
  if (finding.mend !== undefined) lines.push(`  Mend: ${finding.mend}.`);
  if (finding.acknowledgement !== undefined) {
    const { reason, owner, expires } = finding.acknowledgement;
    lines.push(`  Accepted by ${owner} until ${expires}: ${reason}`);
  }
  return lines.join('\n');
}

/** `[Error at /orders/ledger-db] PGB401 server-size: …` */
export function describeFindingAt(finding: Finding): string {
  const level = finding.outcome === Outcome.UNDECIDED ? 'undecided' : finding.severity;
  const label = level.charAt(0).toUpperCase() + level.slice(1);
  return `[${label} at ${finding.path === undefined ? finding.resource : `/${finding.path}`}] ${describeFinding(finding)}`;
}
