import { dirname, join, relative, resolve } from 'path';
import { App, TerraformStack } from 'cdktf';
import type { Judged, Judgement } from './engine';
import { EXTENSIONS, ReportFormat } from './report-format';
import { writeFiles } from '../files/write-files';
import { unitOfKey } from '../inventory/value';
import { REPORTERS } from '../report';
import { makeReport } from '../report/report';
import { RULES } from '../rules/registry';

export interface SynthesisReport {
  readonly app: App;
  readonly formats: readonly ReportFormat[];
  readonly edition: string;
  readonly now: string;
  readonly stacks: readonly TerraformStack[];
  readonly findings: readonly Judged[];
  readonly judgement: Pick<Judgement, 'compliant' | 'resources'>;
}

/** Writes the reports of a whole app beside its output folder: `cdktf.out.sarif`. */
export function writeReports({ app, formats, stacks, findings, judgement, edition, now }: SynthesisReport): void {
  const outdir = resolve(app.outdir);
  const files = new Map(stacks.map((stack) => [stack.node.path, fileOf(app, stack)]));
  const report = makeReport({
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- lies beside src and lib alike
    tool: { name: 'azpgbackup', version: (require('../../package.json') as { version: string }).version },
    edition,
    now,
    inputs: [...files.values()].map((name) => ({ name, kind: 'synthesized' })),
    findings: distinct(findings),
    ...judgement,
    locate: (key) => {
      const file = files.get(unitOfKey(key));
      return file === undefined ? undefined : { file };
    },
  });
  writeFiles(
    formats.map((format) => ({
      file: `${outdir}.${EXTENSIONS[format]}`,
      text: REPORTERS[format](report, { rules: RULES }),
    })),
    dirname(outdir),
  );
}

/** The file of a stack as whoever runs the synthesis sees it. */
function fileOf(app: App, stack: TerraformStack): string {
  const { synthesizedStackPath } = app.manifest.forStack(stack);
  return relative(process.cwd(), join(resolve(app.outdir), synthesizedStackPath)).replace(/\\/g, '/');
}

/** What belongs to no stack comes with each of them. */
function distinct(findings: readonly Judged[]): Judged[] {
  const seen = new Set<string>();
  return findings.filter(({ key, finding }) => {
    const identity = JSON.stringify([key, finding.fingerprint, finding.message]);
    return !seen.has(identity) && seen.add(identity);
  });
}
