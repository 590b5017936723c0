import { readFileSync } from 'fs';
import { join } from 'path';
import { Finding, Outcome, Severity } from '../../src/findings/finding';
import { SOURCES } from '../../src/matrix/source';
import { FORMATS, REPORTERS } from '../../src/report';
import { makeReport, Report, ReportOptions } from '../../src/report/report';
import { ReporterOptions, RuleCard } from '../../src/report/reporter';

const EDITION = '2025-05-15';
const SERVER = 'azurerm_postgresql_flexible_server';
const VAULT = 'azurerm_data_protection_backup_vault';

/** A name that means something to a terminal, a browser, Markdown, XML, a shell, a build agent and a reader of paths. */
export const HOSTILE =
  '../../<script>alert(1)</script>]]>&lt;\u001b[31mred\u009b0m\u202egnp.exe\u0000\r\n::error::x\n##vso[task.setvariable]' +
  ' ##[error] `a` ``b` | [x](javascript:alert(1)) ![i](https://example.com/i.png) @admin #1 www.example.com "\' {0} \ud800 \ufffe';

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    rule: 'PGB401',
    name: 'server-size',
    severity: Severity.ERROR,
    outcome: Outcome.VIOLATED,
    resource: `${SERVER}.orders`,
    message: 'storage must be at most 1 TB (1048576 MB), got: 2 TiB (2097152 MB)',
    got: '2 TiB (2097152 MB)',
    limit: 'a protected server has at most 1 TB',
    mend: 'keep the server at or below 1 TB, protect it under edition v2-2026-09-28 (preview)',
    source: SOURCES.supportMatrix20250515,
    edition: EDITION,
    fingerprint: '0123456789abcdef',
    ...over,
  };
}

/** A report of these findings, each about the resource that it names. */
export function reportOf(findings: readonly Finding[], over: Partial<ReportOptions> = {}): Report {
  return makeReport({
    tool: { name: 'azpgbackup', version: '1.2.3' },
    edition: EDITION,
    now: '2026-11-20',
    inputs: [{ name: 'plan.json', kind: 'plan' }],
    findings: findings.map((each) => ({ key: each.resource, finding: each })),
    compliant: 42,
    resources: 12,
    ...over,
  });
}

export const CARDS: readonly RuleCard[] = [
  {
    id: 'PGB401',
    name: 'server-size',
    severity: Severity.ERROR,
    decides: 'the storage of a protected server is within the limit of the edition',
    why: 'The service takes the configuration, then every backup of a server above the limit fails, and nothing warns before.',
    sources: [SOURCES.supportMatrix20250515, SOURCES.supportMatrixV2],
    acknowledgeable: true,
  },
  {
    id: 'PGB510',
    name: 'immutability-off',
    severity: Severity.NOTE,
    decides: '`immutability` of a vault is Unlocked or Locked',
    why: 'Without it, whoever may write to the vault may delete its backups.',
    sources: [SOURCES.vaultManagement],
    acknowledgeable: true,
  },
];

/** One of everything that a report can hold. */
export const SAMPLE: Report = reportOf(
  [
    finding({ resource: `module.shop["eu"].${SERVER}.orders[0]`, fingerprint: '1000000000000001' }),
    finding({
      rule: 'PGB410',
      name: 'one-instance-per-server',
      resource: `module.shop["eu"].${SERVER}.orders[0]`,
      message: 'a server must be protected by one instance, got: 2',
      got: '2',
      limit: undefined,
      mend: 'take one of the instances out',
      source: SOURCES.backupOverview,
      fingerprint: '1000000000000002',
    }),
    finding({
      rule: 'PGB502',
      name: 'soft-delete-off',
      severity: Severity.WARNING,
      resource: `${VAULT}.main`,
      path: 'estate/Vault/Resource',
      message: '`soft_delete` must be On or AlwaysOn, got: Off',
      got: 'Off',
      limit: 'deleted backups are kept for 14 days or more while soft delete is on',
      mend: 'set `soft_delete` to On',
      source: SOURCES.secureByDefault,
      fingerprint: '1000000000000003',
    }),
    finding({
      rule: 'PGB504',
      name: 'one-way-door',
      severity: Severity.WARNING,
      resource: `${VAULT}.main`,
      path: 'estate/Vault/Resource',
      message: '`immutability` must be acknowledged to be Locked for good, got: no acknowledgement',
      got: 'Locked',
      limit: 'a locked vault keeps each backup until it expires and is never unlocked',
      mend: 'keep `immutability` Unlocked',
      source: SOURCES.azurermVault,
      fingerprint: '1000000000000004',
      acknowledgement: {
        reason: 'Records must be immutable for ten years (ticket FIN-112)',
        owner: 'finance-platform',
        expires: '2027-06-30',
      },
    }),
    finding({
      rule: 'PGB510',
      name: 'immutability-off',
      severity: Severity.NOTE,
      resource: `${VAULT}.other`,
      message: '`immutability` must not be Disabled, got: Disabled',
      got: 'Disabled',
      limit: undefined,
      mend: 'set `immutability` to Unlocked',
      source: SOURCES.vaultManagement,
      fingerprint: '1000000000000005',
    }),
    finding({
      outcome: Outcome.UNDECIDED,
      resource: `${SERVER}.ledger`,
      message: "`storage_mb` can't be decided yet: variable `size` gets its value when Terraform runs",
      got: undefined,
      limit: undefined,
      mend: undefined,
      fingerprint: '1000000000000006',
    }),
    finding({
      rule: 'PGB904',
      name: 'acknowledgement',
      resource: '',
      message: 'an acknowledgement must not have expired, got: PGB506 by platform, expired 2026-10-31',
      got: '2026-10-31',
      limit: undefined,
      mend: 'mend what PGB506 found, or acknowledge it again with a later expiry date',
      fingerprint: '1000000000000007',
    }),
    finding({ resource: `${SERVER}.${HOSTILE}`, got: HOSTILE, fingerprint: '1000000000000008' }),
  ],
  {
    inputs: [
      { name: 'plan.json', kind: 'plan' },
      { name: 'network/main.tf', kind: 'hcl' },
    ],
    skipped: [{ rule: 'PGB411', name: 'private-network', why: '--skip' }],
    locate: (key) => (key === `${VAULT}.other` ? { file: 'network/main.tf', line: 12 } : undefined),
  },
);

export interface Golden {
  readonly file: string;
  /** The report as the format writes it today. */
  readonly render: () => string;
}

const ENDINGS = {
  text: 'txt',
  json: 'json',
  sarif: 'sarif',
  junit: 'xml',
  markdown: 'md',
  html: 'html',
  github: 'github.txt',
} as const;

function goldensOf(name: string, report: Report, options: ReporterOptions): Golden[] {
  return FORMATS.map((format) => ({
    file: `${name}.${ENDINGS[format]}`,
    render: () => REPORTERS[format](report, options),
  }));
}

export const GOLDENS: readonly Golden[] = [
  ...goldensOf('everything', SAMPLE, { rules: CARDS }),
  ...goldensOf('nothing', reportOf([]), { rules: CARDS }),
  { file: 'everything.colour.txt', render: () => REPORTERS.text(SAMPLE, { colour: true }) },
];

export const GOLDEN_FOLDER = join(__dirname, 'goldens');

export function golden(file: string): string {
  return readFileSync(join(GOLDEN_FOLDER, file), 'utf8');
}
