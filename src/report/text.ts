import { printable } from './printable';
import { ReportedFinding, Standing, standing } from './report';
import { Reporter } from './reporter';
import { acceptance, basis, byResource, label, place, skippedRules, subject, summarySentence } from './words';

type Paint = (style: keyof typeof STYLES, text: string) => string;

/** Parameters of SGR, and what takes them back. */
const STYLES = {
  error: [31, 39],
  warning: [33, 39],
  note: [36, 39],
  undecided: [35, 39],
  acknowledged: [32, 39],
  good: [32, 39],
  bold: [1, 22],
  dim: [2, 22],
} satisfies Record<Standing | 'good' | 'bold' | 'dim', readonly [number, number]>;

/** For people at a terminal and in a build log. */
export const text: Reporter = (report, options = {}) => {
  const shown = printable(report);
  const paint: Paint = options.colour === true ? sgr : (_style, plain) => plain;
  const lines: string[] = [];
  for (const group of byResource(shown.findings)) {
    const path = group.path === null ? '' : paint('dim', ` (${group.path})`);
    lines.push(`${paint('bold', subject(group))}${path}`);
    for (const finding of group.findings) lines.push(...findingLines(finding, paint));
    lines.push('');
  }
  const skipped = skippedRules(shown);
  if (skipped.length > 0) lines.push(`${paint('dim', 'Not run:')} ${skipped.join(', ')}`, '');
  const { error, warning } = shown.summary;
  lines.push(paint(error > 0 ? 'error' : warning > 0 ? 'warning' : 'good', summarySentence(shown)));
  return `${lines.join('\n')}\n`;
};

function findingLines(finding: ReportedFinding, paint: Paint): string[] {
  const where = place(finding);
  const accepted = acceptance(finding);
  const { term, text: grounds } = basis(finding);
  const head = `${paint(standing(finding), label(finding))} ${paint('bold', `${finding.rule} ${finding.name}`)}`;
  const lines = [
    `  ${head}: ${finding.message}${where === undefined ? '' : paint('dim', ` [${where}]`)}`,
    `    ${paint('dim', `${term}:`)} ${grounds}`,
  ];
  if (finding.mend !== null) lines.push(`    ${paint('dim', 'Mend:')} ${finding.mend}`);
  if (accepted !== undefined) lines.push(`    ${paint('dim', 'Acknowledged:')} ${accepted}`);
  return lines;
}

function sgr(style: keyof typeof STYLES, plain: string): string {
  const [on, off] = STYLES[style];
  return `\u001b[${on}m${plain}\u001b[${off}m`;
}
