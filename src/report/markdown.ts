import { code, link, plain, sentence } from './markdown-text';
import { printable } from './printable';
import { Report, ReportedFinding, standing } from './report';
import { Reporter } from './reporter';
import { acceptance, byResource, COUNTED, label, place, REPORT_TITLE, rulePage, SECTIONS, subject } from './words';

/** For the summary of a pipeline run, a pull request and a wiki. */
export const markdown: Reporter = (report) => {
  const shown = printable(report);
  const lines = [`# ${REPORT_TITLE}`, '', ...overview(shown), ''];
  for (const section of SECTIONS) {
    const findings = shown.findings.filter((finding) => section.of.includes(standing(finding)));
    if (findings.length === 0) continue;
    lines.push(`## ${section.title}`, '', section.lead, '');
    for (const group of byResource(findings)) {
      const name = group.resource === '' ? subject(group) : code(group.resource);
      lines.push(`### ${name}${group.path === null ? '' : ` (${code(group.path)})`}`, '');
      for (const finding of group.findings) lines.push(...item(finding));
      lines.push('');
    }
  }
  if (shown.skipped.length > 0) {
    lines.push('## Not run', '');
    for (const { rule, name, why } of shown.skipped) lines.push(`- ${ruleLink(rule, name)}: ${plain(why)}`);
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
};

function overview({ summary, tool, edition, now, inputs }: Report): string[] {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const read = inputs.map(({ name, kind }) => `${code(name)} (${plain(kind)})`);
  return [
    row(COUNTED.map(({ noun }) => noun)),
    row(COUNTED.map(() => '---:')),
    row(COUNTED.map(({ key }) => summary[key])),
    '',
    `Support matrix edition ${plain(edition)}, as of ${plain(now)}, ${plain(tool.name)} ${plain(tool.version)}.`,
    ...(read.length === 0 ? [] : [`Read: ${read.join(', ')}.`]),
  ];
}

function item(finding: ReportedFinding): string[] {
  const { rule, name, message, limit, source, mend } = finding;
  const where = place(finding);
  const accepted = acceptance(finding);
  const from = `${link(source.title, source.url)}, ${plain(source.date)}`;
  return [
    `- **${label(finding)}** ${ruleLink(rule, name)}: ${sentence(message)}${where === undefined ? '' : ` (${code(where)})`}`,
    limit === null ? `  - Source: ${from}` : `  - Limit: ${sentence(limit)}; ${from}`,
    ...(mend === null ? [] : [`  - Mend: ${sentence(mend)}`]),
    ...(accepted === undefined ? [] : [`  - Acknowledged ${plain(accepted)}`]),
  ];
}

function ruleLink(id: string, name: string): string {
  return link(`${id} ${name}`, rulePage(id));
}
