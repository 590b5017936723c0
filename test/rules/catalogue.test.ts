import { Severity } from '../../src/findings/finding';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RULES } from '../../src/rules/registry';

/** Ids, names and severities are a contract: an id never changes its meaning, and is never used again. */
const CATALOGUE = `
  PGB101 long-term-retention-role error
  PGB102 reader-role error
  PGB103 roles-before-instance error
  PGB104 vault-identity error
  PGB105 role-definition-form error
  PGB106 least-privilege warning
  PGB107 restore-role error
  PGB108 duplicate-role-assignment error
  PGB109 role-assignment-limit error
  PGB201 schedule-syntax error
  PGB202 weekly-only error
  PGB203 one-run-a-week error
  PGB204 time-zone warning
  PGB301 retention-range error
  PGB302 retention-syntax error
  PGB303 rule-priority error
  PGB304 priority-order error
  PGB305 rule-name error
  PGB306 rule-never-applies warning
  PGB307 retention-inverted warning
  PGB308 data-store error
  PGB309 criteria-missing error
  PGB310 yearly-retention warning
  PGB401 server-size error
  PGB402 server-size-near-limit warning
  PGB403 vault-region error
  PGB404 replica error
  PGB405 premium-ssd-v2 error
  PGB406 elastic-cluster error
  PGB407 v2-server error
  PGB408 region-available error
  PGB409 datasource-type error
  PGB410 one-instance-per-server error
  PGB411 private-network warning
  PGB412 version-support warning
  PGB413 single-database error
  PGB501 cross-region-restore error
  PGB502 soft-delete-off warning
  PGB503 soft-delete-days error
  PGB504 one-way-door warning
  PGB505 one-way-back error
  PGB506 vault-redundancy warning
  PGB507 policy-replaced-in-use error
  PGB508 protection-destroyed warning
  PGB509 resource-name error
  PGB510 immutability-off note
  PGB511 provider-version error
  PGB512 geo-redundant-vault note
  PGB513 soft-delete-always-on note
  PGB514 vault-apart note
  PGB515 needless-geo-redundancy note
  PGB601 restore-target note
  PGB602 restore-cross-tenant error
  PGB603 restore-network error
  PGB604 restore-region error
  PGB605 restore-direct error
  PGB701 operational-retention error
  PGB702 geo-backup-at-creation error
  PGB703 on-demand-limit error
  PGB704 on-demand-server error
  PGB705 on-demand-name error
  PGB706 geo-backup-key error
  PGB707 geo-backup-region error
  PGB801 cluster-geo-region error
  PGB802 cluster-geo-excluded error
  PGB803 cluster-lock warning
  PGB804 cluster-geo-api error
  PGB805 cluster-shape error
  PGB806 cluster-retirement warning
  PGB807 cluster-restore-window error
  PGB808 cluster-restored-network warning
  PGB809 cluster-restore-place error
  PGB901 server-unprotected warning
  PGB902 literal-secret error
  PGB903 backup-unmonitored note
  PGB904 acknowledgement error
  PGB905 long-term-retention-short note
`
  .trim()
  .split(/\n\s*/);

test('the catalogue is whole, in the order of the ids', () => {
  expect(RULES.map(({ id, name, severity }) => `${id} ${name} ${severity}`)).toEqual(CATALOGUE);
});

test('no two rules share an id, a name or a file', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});

test('only what no reason excuses can not be acknowledged', () => {
  expect(RULES.filter(({ acknowledgeable }) => !acknowledgeable).map(({ id }) => id)).toEqual(['PGB902', 'PGB904']);
});

test('rules that not everybody wants run where they are picked', () => {
  const picked = RULES.filter(({ onlyWhenPicked }) => onlyWhenPicked === true);
  expect(picked.map(({ id }) => id)).toEqual(['PGB310', 'PGB512', 'PGB513', 'PGB514', 'PGB515']);
});

test('the editions that a rule runs under', () => {
  const limited = RULES.flatMap((rule) => {
    const under = SupportMatrix.all().filter((edition) => rule.appliesTo?.(edition._edition) !== false);
    return under.length === SupportMatrix.all().length ? [] : [`${rule.id} ${under.join(' ')}`];
  });
  expect(limited).toEqual([
    'PGB405 2024-12-17 2025-02-28 2025-05-15',
    'PGB407 v2-2026-09-28',
    'PGB408 2024-12-17 v2-2026-09-28',
    'PGB411 2024-12-17 2025-02-28 2025-05-15',
    'PGB601 2024-12-17 2025-02-28 2025-05-15',
    'PGB605 2024-12-17 2025-02-28 2025-05-15',
  ]);
});

test('each says in one sentence what it decides, and why', () => {
  for (const { decides, why } of RULES) {
    expect(decides).not.toMatch(/\.$/);
    expect(why).toMatch(/[.)]$/);
  }
});

test('severities are those that reports know', () => {
  for (const { severity } of RULES) expect(Object.values(Severity)).toContain(severity);
});
