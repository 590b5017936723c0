import { IConstruct } from 'constructs';
import { BackupConfigurationError } from '../errors';
import { nearest } from '../matrix/nearest';

/** The formats in which a synthesis can leave its findings behind. */
export enum ReportFormat {
  /** For a log: `cdktf.out.txt`. */
  TEXT = 'text',
  /** For programs: `cdktf.out.json`. */
  JSON = 'json',
  /** For code scanning: `cdktf.out.sarif`. */
  SARIF = 'sarif',
  /** For test results: `cdktf.out.junit.xml`. */
  JUNIT = 'junit',
  /** For a comment on a pull request: `cdktf.out.md`. */
  MARKDOWN = 'markdown',
  /** For people: `cdktf.out.html`. */
  HTML = 'html',
}

export const EXTENSIONS: Readonly<Record<ReportFormat, string>> = {
  [ReportFormat.TEXT]: 'txt',
  [ReportFormat.JSON]: 'json',
  [ReportFormat.SARIF]: 'sarif',
  [ReportFormat.JUNIT]: 'junit.xml',
  [ReportFormat.MARKDOWN]: 'md',
  [ReportFormat.HTML]: 'html',
};

const CONTEXT = 'azpgbackup:reports';

/** The formats that code asks for, and those that the context does: `sarif,junit`, or a list. */
export function askedReports(root: IConstruct, formats: readonly ReportFormat[]): readonly ReportFormat[] {
  const context: unknown = root.node.tryGetContext(CONTEXT);
  const names = Array.isArray(context) ? context.map(String) : typeof context === 'string' ? context.split(',') : [];
  return [
    ...new Set([
      ...formats,
      ...names
        .map((name) => name.trim())
        .filter((name) => name !== '')
        .map(formatOf),
    ]),
  ];
}

function formatOf(name: string): ReportFormat {
  const all: readonly string[] = Object.values(ReportFormat);
  if (all.includes(name)) return name as ReportFormat;
  const meant = nearest(name, all);
  throw new BackupConfigurationError({
    code: 'UnknownReportFormat',
    message: `\`${CONTEXT}\` must hold ${all.join(', ')}, got: ${name}.`,
    mend: meant === undefined ? 'name one of them' : `did you mean "${meant}"?`,
  });
}
