import { DataAzurermPostgresqlFlexibleServer } from '@cdktf/provider-azurerm/lib/data-azurerm-postgresql-flexible-server';
import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { emptyStack, NOW, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { id, INSTANCE, PlannedChange, plannedVerdicts, SERVER } from './plan-kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { VERSION_SUPPORT } from '../../src/rules/pgb412-version-support';
import { markDescribed } from '../../src/validation/marks';
import { Profile } from '../../src/validation/profile';
import { PostgresBackupValidator } from '../../src/validation/validator';

const on = (version: unknown, now = NOW, server: Record<string, unknown> = { createMode: 'PointInTimeRestore' }) =>
  outcomes(VERSION_SUPPORT, rawEstate({ server: { version, ...server } }).stack, SupportMatrix.DEFAULT, now);

describe('PGB412 version-support', () => {
  test.each([
    ['13', '2026-03-31', 'compliant'],
    ['13', '2026-04-01', 'violated'],
    ['14', '2026-11-12', 'compliant'],
    ['14', '2026-11-13', 'violated'],
    ['15', NOW, 'compliant'],
    ['18', NOW, 'compliant'],
    ['18', '2030-11-15', 'violated'],
  ])('PostgreSQL %s on %s: %s', (version, now, outcome) => {
    expect(on(version, now)).toEqual([outcome]);
  });

  test('every edition has it, as a warning', () => {
    const { stack } = rawEstate({ server: { version: '13', createMode: 'GeoRestore' } });
    for (const edition of SupportMatrix.all()) {
      const [verdict, ...more] = verdicts(VERSION_SUPPORT, stack, edition);
      expect(more).toEqual([]);
      expect(verdict.severity ?? VERSION_SUPPORT.severity).toBe('warning');
      expect(verdict).toMatchObject({
        message: `\`version\` must be in standard support on ${NOW}, got: 13`,
        limit: 'standard support of PostgreSQL 13 ended on 2026-03-31',
        mend: 'raise `version` to one of 15, 16, 17, 18: the server is upgraded in place',
      });
    }
  });

  test('between the days that two documents name, it names both', () => {
    const limit = (now: string) =>
      verdicts(VERSION_SUPPORT, rawEstate({ server: { version: '14' } }).stack, SupportMatrix.DEFAULT, now)[0].limit;
    expect(limit('2026-12-11')).toMatch(/ended on 2026-11-12, or will on 2026-12-11 by "/);
    expect(limit('2026-12-12')).toBe('standard support of PostgreSQL 14 ended on 2026-11-12');
  });

  test('where the server would be made afresh, whether Azure refuses that is undecided, as an error', () => {
    for (const server of [{}, { createMode: 'Default' }]) {
      expect(on('13', NOW, server)).toEqual(['violated', 'undecided']);
      expect(on('17', NOW, server)).toEqual(['compliant']);
    }
    const [, creation] = verdicts(VERSION_SUPPORT, rawEstate({ server: { version: '13' } }).stack);
    expect(creation).toMatchObject({ severity: 'error', discriminator: 'creation' });
    expect(creation.message).toMatch(/^whether the server is new can't be decided yet: .* is known in a plan$/);
  });

  test('undecided while the version is unknown', () => {
    const stack = emptyStack();
    const version = new TerraformVariable(stack, 'version', { type: 'string' });
    expect(outcomes(VERSION_SUPPORT, rawEstate({ server: { version: version.stringValue } }, stack).stack)).toEqual([
      'undecided',
    ]);
    expect(on(undefined)).toEqual(['undecided']);
    expect(on('19')).toEqual(['undecided']);
    expect(on('10')).toEqual(['undecided']);
    expect(on('latest')).toEqual(['undecided']);
  });

  test('a server that exists is never new', () => {
    const stack = emptyStack();
    const data = new DataAzurermPostgresqlFlexibleServer(stack, 'existing', { name: 'pg', resourceGroupName: 'rg' });
    expect(outcomes(VERSION_SUPPORT, rawEstate({ instance: { serverId: data.id } }, stack).stack)).toEqual([
      'undecided',
    ]);
    const other = emptyStack();
    const existing = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg';
    markDescribed(new Construct(other, 'described'), { kind: 'server', id: existing, attributes: { version: '12' } });
    expect(outcomes(VERSION_SUPPORT, rawEstate({ instance: { serverId: existing } }, other).stack)).toEqual([
      'violated',
    ]);
  });

  test.each<[string, PlannedChange['actions'], Record<string, unknown>, string[]]>([
    ['a new server', ['create'], {}, ['undefined violated', 'error violated']],
    ['a server that is made anew', ['delete', 'create'], {}, ['undefined violated', 'error violated']],
    ['a server that exists', ['update'], {}, ['undefined violated']],
    ['a server that stays as it is', ['no-op'], {}, ['undefined violated']],
    ['a new one from another', ['create'], { create_mode: 'PointInTimeRestore' }, ['undefined violated']],
    ['a new one of a supported version', ['create'], { version: '17' }, ['undefined compliant']],
  ])('%s in a plan', async (_, actions, over, expected) => {
    const serverId = id('Microsoft.DBforPostgreSQL/flexibleServers/pg');
    const server = { id: serverId, name: 'pg', version: '13', ...over };
    const instance = { name: 'pg', server_id: serverId };
    const found = await plannedVerdicts(VERSION_SUPPORT, [
      { address: `${SERVER}.orders`, actions, before: actions[0] === 'create' ? undefined : server, after: server },
      { address: `${INSTANCE}.orders`, actions: ['create'], after: instance },
    ]);
    expect(found.map(({ severity, outcome }) => `${severity} ${outcome}`)).toEqual(expected);
  });

  test('undecided in a plan while it is known after apply what a server is made from', async () => {
    const values = { id: id('Microsoft.DBforPostgreSQL/flexibleServers/pg'), name: 'pg', version: '13' };
    const [, verdict] = await plannedVerdicts(VERSION_SUPPORT, [
      {
        address: `${SERVER}.orders`,
        actions: ['create'],
        after: values,
        unknown: ['create_mode'],
        references: { create_mode: ['var.mode'] },
      },
      { address: `${INSTANCE}.orders`, actions: ['create'], after: { name: 'pg', server_id: values.id } },
    ]);
    expect([verdict.severity, verdict.outcome]).toEqual(['error', 'undecided']);
  });

  test('findings of the synthesis warn, and stop nothing', () => {
    const estate = () => rawEstate({ server: { version: '13' } }).stack;
    const findings = PostgresBackupValidator.of(estate()).findings({ profiles: [Profile.RECOMMENDED], now: NOW });
    expect(
      findings.filter(({ rule }) => rule === 'PGB412').map(({ severity, outcome, path }) => [severity, outcome, path]),
    ).toEqual(
      expect.arrayContaining([
        ['warning', 'violated', 'raw/server'],
        ['error', 'undecided', 'raw/server'],
      ]),
    );
    expect(findings.find(({ rule, outcome }) => rule === 'PGB412' && outcome === 'violated')).toMatchObject({
      message: `\`version\` must be in standard support on ${NOW}, got: 13`,
      got: '13',
      limit: 'standard support of PostgreSQL 13 ended on 2026-03-31',
      mend: expect.stringContaining('raise `version`'),
    });
    expect(synthesize(estate()).error).toBeUndefined();
    expect(synthesize(estate(), { strict: true }).error).toContain('[Undecided at /raw/server] PGB412');
  });
});
