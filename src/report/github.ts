import { printable } from './printable';
import { ReportedFinding, Standing, standing } from './report';
import { Reporter } from './reporter';
import { acceptance, basis, skippedRules, subject, summarySentence } from './words';

const COMMANDS: Readonly<Record<Standing, 'error' | 'warning' | 'notice'>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
  undecided: 'notice',
  acknowledged: 'notice',
};

/** Workflow commands of GitHub Actions, each on its own line. The summary leads: GitHub keeps only the first few of a kind. */
export const github: Reporter = (report) => {
  const shown = printable(report);
  const lines = [command('notice', { title: shown.tool.name }, [summarySentence(shown)])];
  const skipped = skippedRules(shown);
  if (skipped.length > 0) lines.push(command('notice', { title: `${shown.tool.name}: not run` }, [skipped.join(', ')]));
  for (const finding of shown.findings) lines.push(annotation(finding));
  return `${lines.join('\n')}\n`;
};

function annotation(finding: ReportedFinding): string {
  const standsAs = standing(finding);
  const accepted = acceptance(finding);
  const { term, text } = basis(finding);
  const remark = standsAs === finding.severity ? '' : `: ${standsAs}`;
  return command(
    COMMANDS[standsAs],
    {
      file: finding.file ?? undefined,
      line: finding.line ?? undefined,
      title: `${finding.rule} ${finding.name}${remark}`,
    },
    [
      `${subject(finding)}: ${finding.message}`,
      `${term}: ${text}`,
      ...(finding.mend === null ? [] : [`Mend: ${finding.mend}`]),
      ...(accepted === undefined ? [] : [`Acknowledged ${accepted}`]),
    ],
  );
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  lines: readonly string[],
): string {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  const list = given.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',');
  return `::${name} ${list}::${escapeData(lines.join('\n'))}`;
}

/** As `@actions/core` escapes, which has no function that returns the text instead of printing it. */
function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
