import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { asCommand, inProcess, Outcome, ROOT, RunOptions, TODAY, WAYS } from './kit';
import { temporaryFolder } from '../temporary';

jest.setTimeout(120_000);

const CLUSTERS = join(ROOT, 'test', 'plans', 'clusters.json');
const STATE = join(ROOT, 'test', 'plans', 'quickstart-state.json');
const SERVER = 'ledger-cb82b644';
const SCRIPTS = ['1-restore.sh', '2-fetch.sh', '3-server.sh', '4-load.sh', '5-verify.sh', '6-clean-up.sh'];

describe.each(WAYS)('%s', (_, run) => {
  const runbook = (args: readonly string[], options: RunOptions): Promise<Outcome> =>
    run(['runbook', '--now', TODAY, ...args], options);

  test('a folder is written, with a page and scripts that can be run', async () => {
    const cwd = temporaryFolder();
    const { code, stdout, stderr } = await runbook([STATE, '--server', SERVER], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `runbook-${SERVER}/RUNBOOK.md\n` });
    expect(stderr).toBe('azpgbackup: to fill in in settings.sh: OPERATOR_ADDRESS, TARGET_ENTRA_ADMINS, PGUSER\n');
    expect(readdirSync(cwd)).toEqual([`runbook-${SERVER}`]);
    const folder = join(cwd, `runbook-${SERVER}`);
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['RUNBOOK.md', 'common.sh', 'settings.sh', 'settings.ps1', ...SCRIPTS]),
    );
    for (const name of SCRIPTS) {
      expect(statSync(join(folder, name)).mode % 0o1000).toBe(0o755);
      expect(readFileSync(join(folder, name), 'utf8')).toBe(
        readFileSync(join(ROOT, 'src', 'runbook', 'scripts', name), 'utf8'),
      );
    }
    expect(readFileSync(join(folder, 'RUNBOOK.md'), 'utf8')).toContain(`# Restore \`${SERVER}\` from the vault`);
  });

  test('of a hostile server the folder has a harmless name', async () => {
    const cwd = temporaryFolder();
    const name = "../$(touch pwned) it's";
    writeFileSync(
      join(cwd, 'main.tf'),
      `resource "azurerm_postgresql_flexible_server" "s" {\n  name = "${name.replace('$', '$$')}"\n}\n`,
    );
    const { code, stdout } = await runbook(['main.tf'], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'runbook-touch-pwned-it-s/RUNBOOK.md\n' });
    expect(readdirSync(cwd).sort()).toEqual(['main.tf', 'runbook-touch-pwned-it-s']);
  });

  test('standard input is read too, and a cluster has a page alone', async () => {
    const cwd = temporaryFolder();
    const stdin = readFileSync(join(ROOT, 'test', 'plans', 'clusters.json'));
    const args = ['-', '--server', 'azurerm_cosmosdb_postgresql_cluster.reachable', '--output', 'out/of/the/way'];
    expect(await runbook(args, { cwd, stdin })).toMatchObject({
      code: 0,
      stdout: 'out/of/the/way/RUNBOOK.md\n',
      stderr: 'azpgbackup: to fill in in RUNBOOK.md: SUBSCRIPTION_ID, YYYY-MM-DDTHH:MM:SSZ\n',
    });
    expect(readdirSync(join(cwd, 'out/of/the/way'))).toEqual(['RUNBOOK.md']);
  });
});

const runbook = (args: readonly string[], options: RunOptions = {}): Promise<Outcome> =>
  inProcess(['runbook', '--now', TODAY, ...args], options);

describe('what cannot be done ends in exit code 2, with one line and nothing written', () => {
  test.each([
    [[STATE], '--server must say which of 2 servers to restore: azurerm_postgresql_flexible_server.ledger_28D1CA40, '],
    [[STATE, '--server', 'ledger-cb82b64'], 'did you mean ledger-cb82b644?'],
    [['missing.json'], 'missing.json: is not there'],
    [[STATE, '--server', SERVER, '--now', 'tomorrow'], '--now is given twice'],
    [[STATE, '--server', SERVER, '--region', 'tertiary'], 'it must be one of primary, secondary'],
    [[STATE, '--server', SERVER, '--edition', 'v2-2026-09-28'], 'restores servers and not files'],
    [[STATE, '--server', SERVER, '--edition', '2025'], '--edition "2025" is unknown'],
    [
      [STATE, '--server', SERVER, '--point', 'yesterday'],
      '--point must be latest, the id of a recovery point, or a UTC time',
    ],
    [[STATE, '--server', SERVER, '--target-name', 'Ledger'], '--target-name must be 3 to 63 lower-case letters'],
    [[STATE, '--server', SERVER, '--target-name', SERVER], '--target-name must be another than that of the source'],
    [[STATE, '--server', SERVER, '--output', ''], '--output names no folder'],
    [[STATE, '--sever', SERVER], 'did you mean --server?'],
  ])('%j', async (args, message) => {
    const cwd = temporaryFolder();
    const { code, stdout, stderr } = await runbook(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test.each([
    [['--point', 'latest'], '--point of a cluster must be a UTC time, as 2026-11-15T02:30:00Z, got: latest'],
    [['--point', '2026-02-31T25:61Z'], '--point of a cluster must be a UTC time, '],
    [['--point', '2026-11-31T02:30:00Z'], '--point of a cluster must be a UTC time, '],
    [['--point', '2026-11-15T02:30Z'], '--point of a cluster must be a UTC time, '],
    [['--point', '2020-01-01T00:00:00Z'], '--point of a cluster must be one of the last 35 days, '],
    [['--point', '2036-01-01T00:00:00Z'], '--point of a cluster must be one of the last 35 days, '],
    [['--target-name', 'tenants-reachable'], 'which azurerm_cosmosdb_postgresql_cluster.reachable has'],
    [['--region', 'secondary'], 'tenants-early has no geo-redundant backup: it can be restored in westeurope alone'],
  ])('of a cluster: %j', async (more, message) => {
    const args = [CLUSTERS, '--server', 'azapi_resource.geo["early"]', ...more];
    const cwd = temporaryFolder();
    const { code, stderr } = await runbook(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('scripts of a server stay with the page that is about them', async () => {
    const cwd = temporaryFolder();
    expect(await runbook([STATE, '--server', SERVER, '--output', 'out'], { cwd })).toMatchObject({ code: 0 });
    const page = readFileSync(join(cwd, 'out', 'RUNBOOK.md'), 'utf8');
    const { code, stderr } = await runbook([CLUSTERS, '--server', 'tenants-sound', '--output', 'out'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(`--output must not hold the runbook of a server, got: out, "Restore \`${SERVER}\``);
    expect(readFileSync(join(cwd, 'out', 'RUNBOOK.md'), 'utf8')).toBe(page);
  });
});

describe('a folder that is there', () => {
  const args = [STATE, '--server', SERVER, '--output', 'out'];

  test('and holds something else is left alone', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'out'));
    writeFileSync(join(cwd, 'out', 'thesis.txt'), 'mine');
    const { code, stderr } = await runbook(args, { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "azpgbackup: can't write out: it is there, and not empty, and no RUNBOOK.md is in it\n",
    });
    expect(readdirSync(join(cwd, 'out'))).toEqual(['thesis.txt']);
    expect(await runbook([...args.slice(0, -1), 'out/thesis.txt'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it is a file'),
    });
  });

  test.each([
    ['out', "azpgbackup: can't write out: it is a link that leads nowhere\n"],
    ['out/runbook', "azpgbackup: can't write out/runbook: CWD/out is a link that leads nowhere\n"],
  ])('and is a link to nowhere, or lies behind one, is refused: %s', async (output, message) => {
    const cwd = temporaryFolder();
    symlinkSync('gone', join(cwd, 'out'));
    const { code, stderr } = await runbook([...args.slice(0, -1), output], { cwd });
    expect({ code, stderr }).toEqual({ code: 2, stderr: message.replace('CWD', cwd) });
    expect(readdirSync(cwd)).toEqual(['out']);
  });

  test('and is empty is filled', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'out'));
    expect(await runbook(args, { cwd })).toMatchObject({ code: 0 });
    expect(readdirSync(join(cwd, 'out'))).toContain('6-clean-up.sh');
  });

  test('and is a runbook is written anew: its settings are kept beside it, its run left alone', async () => {
    const cwd = temporaryFolder();
    expect(await runbook(args, { cwd })).toMatchObject({ code: 0 });
    const settings = join(cwd, 'out', 'settings.sh');
    const before = readdirSync(join(cwd, 'out'));
    expect((await runbook(args, { cwd })).stderr).not.toContain('has changed');
    expect(readdirSync(join(cwd, 'out'))).toEqual(before);

    writeFileSync(settings, 'PGUSER=mine\n');
    mkdirSync(join(cwd, 'out', 'run'));
    writeFileSync(join(cwd, 'out', 'run', 'journal.tsv'), 'journal');
    const { code, stderr } = await runbook(args, { cwd });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('settings.sh has changed: the one before is settings.sh.old'),
    });
    expect(readFileSync(`${settings}.old`, 'utf8')).toBe('PGUSER=mine\n');
    expect(readFileSync(settings, 'utf8')).toContain('SUBSCRIPTION_ID=');
    expect(readFileSync(join(cwd, 'out', 'run', 'journal.tsv'), 'utf8')).toBe('journal');
    expect(readdirSync(cwd)).toEqual(['out']);

    // What was kept is kept, however often it is written anew.
    writeFileSync(settings, 'PGUSER=other\n');
    expect((await runbook(args, { cwd })).stderr).toContain('the one before is settings.sh.old2');
    expect(['.old', '.old2'].map((end) => readFileSync(`${settings}${end}`, 'utf8'))).toEqual([
      'PGUSER=mine\n',
      'PGUSER=other\n',
    ]);
  });

  test('and holds the run of another server is refused', async () => {
    const cwd = temporaryFolder();
    const other = [STATE, '--server', 'orders', '--output', 'out'];
    expect(await runbook(args, { cwd })).toMatchObject({ code: 0 });
    expect(await runbook(other, { cwd })).toMatchObject({ code: 0 });
    mkdirSync(join(cwd, 'out', 'run'));
    writeFileSync(join(cwd, 'out', 'run', 'journal.tsv'), 'journal');
    const settings = readFileSync(join(cwd, 'out', 'settings.sh'), 'utf8');
    expect(await runbook(args, { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        '--output must not hold the run of another server, got: out, "Restore `orders-e8aa7034` from the vault". Give another folder, or remove out/run',
      ),
    });
    expect(readFileSync(join(cwd, 'out', 'settings.sh'), 'utf8')).toBe(settings);
    expect(await runbook(other, { cwd })).toMatchObject({ code: 0 });
  });

  test('below what is no folder, nothing is', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'file'), '');
    for (const folder of ['file/below', ...(existsSync('/proc/self') ? ['/proc/nothing/here'] : [])]) {
      expect(await runbook([...args.slice(0, -1), folder], { cwd })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`can't write ${folder}: there is no such folder`),
      });
    }
  });
});

test('what would stop the restore is said, and stands at the top', async () => {
  const cwd = temporaryFolder();
  const plan = join(ROOT, 'test', 'plans', 'restore.json');
  const { code, stderr } = await runbook(
    [plan, '--server', 'azurerm_postgresql_flexible_server.this["lost"]', '--output', 'o'],
    { cwd },
  );
  expect(code).toBe(0);
  expect(stderr).toMatch(/\d findings may stop the restore: see the top of RUNBOOK\.md/);
  const page = readFileSync(join(cwd, 'o', 'RUNBOOK.md'), 'utf8');
  expect(page.indexOf('**PGB601')).toBeGreaterThan(page.indexOf('## Mend first'));
  expect(page.indexOf('**PGB601')).toBeLessThan(page.indexOf('## What and where'));
});

test('the bundled command needs nothing that lies beside it', async () => {
  const cwd = temporaryFolder();
  const { code } = await asCommand(['runbook', STATE, '--server', SERVER, '--output', 'o'], { cwd });
  expect(code).toBe(0);
  expect(existsSync(join(cwd, 'o', 'azure.sh'))).toBe(true);
});
