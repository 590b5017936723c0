import { createHash } from 'crypto';
import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { setTimeout } from 'timers/promises';
import { AzureSide, type StepOptions, type Stepped } from './azure-kit';
import { blobsOf } from './blobs';
import type { Environment } from '../../tools/terraform/endpoint';
import { run } from '../../tools/terraform/process';
import {
  grant,
  INSTANCE,
  instanceBody,
  LTR_ROLE,
  policyBody,
  putServer,
  READER_ROLE,
  SERVER,
  VAULT,
  vaultBody,
} from '../twin/backup-kit';
import { Client, GROUP } from '../twin/client';
import { ACCOUNT, CONTAINER, CONTRIBUTOR, Restoring } from '../twin/restore-kit';
import { serverBody, Servers } from '../twin/server-kit';

/** A name as hostile as one can be without leaving its folder. */
const HOSTILE = `o'brien "$(touch owned)" %41;\`id\` ü`;
const FILES = {
  'p_database_orders.sql': Buffer.concat([Buffer.from('PGDMP'), Buffer.alloc(9_000_000, 'orders')]),
  [`p_database_${HOSTILE}.sql`]: 'PGDMP hostile',
  'p_database_schema.sql': '',
  'p_roles.sql': 'CREATE ROLE clerk;\n',
  'p_tablespace.sql': '-- none\n',
  'p_schema.sql': 'CREATE TABLE t ();\n',
};

const SMALL = {
  'p_database_a.sql': 'PGDMP a',
  'p_roles.sql': FILES['p_roles.sql'],
  'p_tablespace.sql': '',
  'p_schema.sql': '-- none\n',
};

const GEO = {
  server: `${GROUP}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-geo`,
  vault: `${VAULT}-geo`,
  instance: `${VAULT}-geo/backupInstances/bi-geo`,
  account: `${GROUP}/providers/Microsoft.Storage/storageAccounts/stpair`,
};

let side: AzureSide;
let reset: () => void;
let folder: string;

const container = () => side.container('strestore', 'restore');
const requests = () => new Restoring(new Client(side.twin));

beforeAll(async () => {
  side = await AzureSide.open();
  await Promise.all([side.serveBlobs('strestore', 'stpair'), side.cli.signIn()]);
  side.dump('pg-test', FILES);
  await requests().protect();
  await requests().makeTarget();
  grant(side.twin.azure, await requests().principal(), CONTRIBUTOR, CONTAINER);
  await protectForPair();
  side.advanceToPresent();
  expect((await requests().pointNames()).length).toBeGreaterThan(0);
  reset = side.remember();
});
afterAll(() => side?.close());

/** Another server in a vault that restores across regions, and an account in the paired one. */
async function protectForPair(): Promise<void> {
  const { azure } = side.twin;
  side.dump('pg-geo', SMALL);
  putServer(azure, { id: GEO.server });
  await requests().must('PUT', GEO.vault, {
    ...vaultBody({
      storageSettings: [{ datastoreType: 'VaultStore', type: 'GeoRedundant' }],
      featureSettings: { crossRegionRestoreSettings: { state: 'Enabled' } },
    }),
  });
  await requests().must('PUT', `${GEO.vault}/backupPolicies/weekly`, policyBody());
  const principal = await requests().principal(GEO.vault);
  grant(azure, principal, LTR_ROLE, GEO.server);
  grant(azure, principal, READER_ROLE, GROUP);
  await requests().must('PUT', GEO.instance, instanceBody(`${GEO.vault}/backupPolicies/weekly`, GEO.server));
  await requests().makeTarget({}, 'northeurope', GEO.account);
  grant(azure, principal, CONTRIBUTOR, GEO.account);
}
beforeEach(async () => {
  reset();
  folder = side.stepsOnly();
  await container().createIfNotExists();
  for (const name of Object.keys(await blobsOf(container()))) await container().deleteBlob(name);
});
afterEach(() => {
  side.twin.faults.clear();
  expect(side.twin.unanswered.splice(0)).toEqual([]);
});

const SETTINGS = {
  VAULT_ID: VAULT,
  BACKUP_INSTANCE_ID: INSTANCE,
  SOURCE_SERVER_ID: SERVER,
  SOURCE_SERVER_NAME: 'pg-test',
  RESTORE_LOCATION: 'westeurope',
  STORAGE_ACCOUNT: 'strestore',
  STORAGE_ACCOUNT_ID: ACCOUNT,
  STORAGE_CONTAINER: 'restore',
  CONTAINER_URL: 'https://strestore.blob.core.windows.net/restore',
};

function step(name: string, { args = [], env = {}, meanwhile }: StepOptions = {}): Promise<Stepped> {
  const BLOB_ENDPOINT = `${side.azurite.endpoint}/strestore`;
  return side.step(folder, name, { args, env: { ...SETTINGS, BLOB_ENDPOINT, ...env }, meanwhile });
}

const execute = (name: string, options: StepOptions = {}) =>
  step(name, { ...options, args: ['--execute', ...(options.args ?? [])] });
const restore = (options: StepOptions = {}) => execute('1-restore.sh', { meanwhile: side.restoreEnder(), ...options });

function journal(): string[][] {
  const lines = readFileSync(join(folder, 'run', 'journal.tsv'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => line.split('\t').slice(1));
}

const fetched = (): Record<string, Buffer> => {
  const files = join(folder, 'run', 'files');
  return Object.fromEntries(readdirSync(files).map((name) => [name, readFileSync(join(files, name))]));
};
const sums = (files: Record<string, Buffer | string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files)
      .map(([name, content]) => [
        name.replace(/^[-0-9a-f]{36}_/, 'p_'),
        createHash('md5').update(content).digest('hex'),
      ])
      .sort(),
  );

/** A line of what a step said, by what stands in it. */
function lineWith(stderr: string, part: string): string {
  const found = stderr.split('\n').find((line) => line.includes(part));
  if (found === undefined) throw new Error(`no line with "${part}" in:\n${stderr}`);
  return found.trim();
}

describe('step 1', () => {
  it('says what it would do, and changes nothing', async () => {
    const { code, stdout, stderr, writes } = await step('1-restore.sh');
    expect({ code, writes }).toEqual({ code: 0, writes: [] });
    const [latest] = await requests().pointNames();
    expect(stdout.split('\n')[0]).toContain(`\t${latest}\tCompleted\tDefault\t`);
    expect(stderr).toContain(`would: restore ${latest} to ${SETTINGS.CONTAINER_URL} in westeurope`);
    expect(readdirSync(folder)).not.toContain('run');
    expect(await blobsOf(container())).toEqual({});
  });

  it('restores, waits until the files are there, and isn’t done twice', async () => {
    const result = await restore();
    expect(result).toMatchObject({ code: 0, writes: [`POST ${INSTANCE}/restore`] });
    expect(result.stderr).toMatch(/job [-0-9a-f]{36}: InProgress\n.*: Completed\n/);
    expect(sums(await blobsOf(container()))).toEqual(sums(FILES));
    expect(journal().map(([, event, subject]) => `${event} ${subject}`)).toEqual([
      'start 1-restore.sh',
      'asked restore',
      'started restore',
      'done restore',
      'done 1-restore.sh',
    ]);

    const again = await restore();
    expect(again).toMatchObject({ code: 0, writes: [] });
    expect(again.stderr).toContain('restored already');

    // Of a day the first succeeds alone, in the twin; in Azure a second can fail.
    const second = await restore({ args: ['--again'] });
    expect(second).toMatchObject({ code: 2, writes: [] });
    expect(second.stderr).toContain('a restore of this server was started today already');
    const forced = await restore({ args: ['--again', '--yes'] });
    expect(forced).toMatchObject({ code: 1, writes: [`POST ${INSTANCE}/restore`] });
    expect(forced.stderr).toContain('Another restore of the backup instance was triggered on the same day.');
    expect(Object.keys(await blobsOf(container()))).toHaveLength(Object.keys(FILES).length);
  });

  it('takes the last recovery point at or before a time, and none that isn’t there', async () => {
    const names = await requests().pointNames();
    expect(names.length).toBeGreaterThan(1);
    const { body } = await requests().get(`${INSTANCE}/recoveryPoints/${names[1]}`);
    const time = body.properties.recoveryPointTime;
    const at = await step('1-restore.sh', { env: { RECOVERY_POINT: time.replace(/\.\d+Z$/, 'Z') } });
    expect(at.stderr).toContain(`would: restore ${names[1]} to `);
    for (const point of ['2020-01-01', '0123456789abcdef0123456789abcdef']) {
      const none = await execute('1-restore.sh', { env: { RECOVERY_POINT: point } });
      expect(none).toMatchObject({ code: 1, writes: [] });
      expect(none.stderr).toContain(`got: ${point}`);
    }
  });

  it('tells how to give the vault its role where that is missing, and that helps', async () => {
    for (const { id } of side.twin.azure.resources.below(CONTAINER)) side.twin.azure.resources.delete(id);
    const refused = await restore();
    expect(refused).toMatchObject({ code: 2, writes: [] });
    expect(refused.stderr).toContain('the vault refuses the restore: UserErrorMSIMissingPermissions: ');
    const mend = lineWith(refused.stderr, 'az role assignment create');
    const mended = await run('bash', ['-c', `${mend} --output none`], { cwd: folder, env: side.env });
    expect(mended).toMatchObject({ code: 0 });
    expect(await restore()).toMatchObject({ code: 0 });
    expect(Object.keys(await blobsOf(container()))).toHaveLength(Object.keys(FILES).length);
  });

  it('says what keeps the vault from the target, and starts nothing', async () => {
    const wrongRegion = await restore({ env: { RESTORE_LOCATION: 'northeurope' } });
    expect(wrongRegion).toMatchObject({ code: 2, writes: [] });
    expect(wrongRegion.stderr).toContain('`restoreLocation` must be westeurope, got: northeurope.');
    const gone = await restore({
      env: {
        STORAGE_CONTAINER: 'gone',
        CONTAINER_URL: undefined,
        BLOB_ENDPOINT: 'https://strestore.blob.core.windows.net',
      },
    });
    expect(gone).toMatchObject({ code: 2, writes: [] });
    expect(gone.stderr).toContain("The container 'gone' of 'strestore' was not found.");
  });

  it('says why the job failed where the container goes meanwhile', async () => {
    const end = side.restoreEnder();
    const before = side.twin.requests.length;
    const gone = await restore({
      meanwhile() {
        if (side.twin.requests.slice(before).some(({ path }) => path.includes('/backupJobs/'))) {
          side.twin.azure.resources.delete(CONTAINER);
        }
        end();
      },
    });
    expect(gone.code).toBe(1);
    expect(gone.stderr).toContain('the restore ended as Failed: BadRequest: ');
    expect(gone.stderr).toContain('was not found');
    expect(await blobsOf(container())).toEqual({});
    // It can be called again: the failed job isn't waited for.
    await requests().makeTarget();
    grant(side.twin.azure, await requests().principal(), CONTRIBUTOR, CONTAINER);
    expect(await restore()).toMatchObject({ code: 0, writes: [`POST ${INSTANCE}/restore`] });
  });

  it('asks again where Azure is busy', async () => {
    side.twin.addFault({ kind: 'throttled', method: 'GET', path: 'recoveryPoints', times: 2 });
    side.twin.addFault({ kind: 'unavailable', method: 'POST', path: '/restore' });
    const result = await restore();
    expect(result.stderr).toContain('Azure is busy');
    expect(result.code).toBe(0);
    expect(side.twin.faults.pending).toEqual([]);
    expect(Object.keys(await blobsOf(container()))).toHaveLength(Object.keys(FILES).length);
  });

  it('stops where the restore isn’t begun, and begins it when it is called again', async () => {
    side.twin.addFault({ kind: 'failedOperation', method: 'POST', path: `${INSTANCE}/restore` });
    expect((await restore()).code).toBe(2);
    expect(await restore()).toMatchObject({ code: 0, writes: [`POST ${INSTANCE}/restore`] });
  });

  it('doesn’t restore twice where the answer is lost on the way', async () => {
    side.twin.addFault({ kind: 'lostAnswer', method: 'POST', path: `${INSTANCE}/restore` });
    const lost = await restore();
    expect(lost).toMatchObject({ code: 2, writes: [`POST ${INSTANCE}/restore`] });
    expect(await restore()).toMatchObject({ code: 0, writes: [] });
    expect(Object.keys(await blobsOf(container()))).toHaveLength(Object.keys(FILES).length);
  });
});

describe('step 1 in the paired region', () => {
  const settings = (): Environment => ({
    VAULT_ID: GEO.vault,
    VAULT_LOCATION: 'westeurope',
    BACKUP_INSTANCE_ID: GEO.instance,
    SOURCE_SERVER_ID: GEO.server,
    SOURCE_SERVER_NAME: 'pg-geo',
    RESTORE_REGION_KIND: 'secondary',
    RESTORE_LOCATION: 'northeurope',
    STORAGE_ACCOUNT: 'stpair',
    STORAGE_ACCOUNT_ID: GEO.account,
    CONTAINER_URL: 'https://stpair.blob.core.windows.net/restore',
    BLOB_ENDPOINT: `${side.azurite.endpoint}/stpair`,
  });

  it('restores what is there by now, to an account there, and step 2 fetches it', async () => {
    const wrong = await restore({ env: { ...settings(), RESTORE_LOCATION: 'francecentral' } });
    expect(wrong).toMatchObject({ code: 2, writes: [] });
    expect(wrong.stderr).toContain('westeurope is paired with northeurope, not with francecentral.');

    const result = await restore({ env: settings() });
    expect(result).toMatchObject({ code: 0, writes: [expect.stringMatching(/\/northeurope\/crossRegionRestore$/)] });
    expect(await execute('2-fetch.sh', { env: settings() })).toMatchObject({ code: 0 });
    expect(sums(fetched())).toEqual(sums(SMALL));
  });
});

describe('steps 2 and 6', () => {
  /** An environment where `az` is a script of ours, in which it is the real one. */
  function azThat(...lines: string[]): Environment {
    const { PATH } = side.env;
    const bin = side.newFolder('bin');
    const script = ['#!/usr/bin/env bash', `PATH=${JSON.stringify(PATH)}`, ...lines, ''].join('\n');
    writeFileSync(join(bin, 'az'), script, { mode: 0o755 });
    return { PATH: `${bin}:${PATH}` };
  }

  /** Blobs as a restore leaves them, without one. */
  async function upload(files: Readonly<Record<string, Buffer | string>>, prefix: string): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const blob = container().getBlockBlobClient(name.replace(/^p_/, `${prefix}_`));
      await blob.upload(content, Buffer.byteLength(content));
    }
  }

  it('says what it would fetch, and fetches it whole; step 6 removes it, and no more', async () => {
    await upload(FILES, 'p');
    await upload(SMALL, 'other');
    const env = { FILES_PREFIX: 'p' };
    const dry = await step('2-fetch.sh', { env });
    expect(dry.code).toBe(0);
    expect(dry.stdout).toMatch(/^\S+\tp\t3 databases\t\d+ bytes\t$/m);
    expect(dry.stderr).toContain('would: fetch p_database_orders.sql, 9000005 bytes');
    expect(readdirSync(folder)).not.toContain('run');

    const result = await execute('2-fetch.sh', { env });
    expect(result).toMatchObject({ code: 0, writes: [] });
    expect(sums(fetched())).toEqual(sums(FILES));
    expect(readdirSync(folder)).not.toContain('owned');

    // What is there and whole stays; what is damaged doesn't.
    const damaged = join(folder, 'run', 'files', 'p_roles.sql');
    writeFileSync(damaged, 'CREATE ROLE other;\n');
    const again = await execute('2-fetch.sh');
    expect(again.stderr.match(/^fetching .*$/gm)).toEqual(['fetching p_roles.sql, 19 bytes']);
    expect(sums(fetched())).toEqual(sums(FILES));

    const cleaned = await step('6-clean-up.sh');
    expect(cleaned).toMatchObject({ code: 0, writes: [] });
    expect(cleaned.stderr).toContain(
      'would: remove the 6 files of this restore from the container restore of strestore',
    );
    expect(await execute('6-clean-up.sh')).toMatchObject({ code: 2 });
    expect(Object.keys(await blobsOf(container()))).toHaveLength(10);
    expect(await execute('6-clean-up.sh', { args: ['--yes'] })).toMatchObject({ code: 0 });
    expect(Object.keys(await blobsOf(container())).sort()).toEqual(
      Object.keys(SMALL)
        .map((name) => name.replace('p_', 'other_'))
        .sort(),
    );
    expect(readdirSync(join(folder, 'run')).sort()).toEqual(['journal.tsv', 'logs']);
  });

  it('finds a download that was cut short, and one that isn’t what was written', async () => {
    const roles = SMALL['p_roles.sql'];
    await upload({ 'p_database_a.sql': '', 'p_roles.sql': roles, 'p_tablespace.sql': '', 'p_schema.sql': '' }, 'p');
    // It loses the end of what it has fetched.
    const lossy = azThat(
      'az "$@" || exit',
      'for each; do case $each in --file=*) [ ! -s "${each#*=}" ] || truncate -s -1 -- "${each#*=}" ;; esac; done',
    );
    const cut = await execute('2-fetch.sh', { env: lossy });
    expect(cut.code).toBe(1);
    expect(cut.stderr).toContain('not fetched: p_roles.sql: it must have 19 bytes, got: 18');
    expect(readdirSync(join(folder, 'run', 'files'))).not.toContain('p_roles.sql');
    expect(await execute('2-fetch.sh')).toMatchObject({ code: 0 });

    await container()
      .getBlockBlobClient('p_roles.sql')
      .setHTTPHeaders({ blobContentMD5: createHash('md5').update('another').digest() });
    const wrong = await execute('2-fetch.sh');
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('not fetched: p_roles.sql: its MD5 must be ');
  });

  it('takes the newest restore that is complete, and the one that was asked for', async () => {
    await upload(SMALL, 'old');
    // Blobs know when they were written to the second.
    await setTimeout(1100);
    await upload({ ...SMALL, 'p_database_b.sql': 'PGDMP b' }, 'new');
    const { 'p_roles.sql': _, ...partial } = SMALL;
    await upload(partial, 'partial');
    const newest = await step('2-fetch.sh');
    expect(newest.stdout.split('\n').map((line) => line.split('\t').slice(1).join(' '))).toEqual([
      'partial 1 databases 15 bytes lacks roles',
      'new 2 databases 41 bytes ',
      'old 1 databases 34 bytes ',
      '',
    ]);
    expect(newest.stderr).toContain('restore new, ');
    const old = await step('2-fetch.sh', { env: { FILES_PREFIX: 'old' } });
    expect(old.stderr).toContain('restore old, ');
    expect(old.stderr).not.toContain('would: fetch new');
    await container().deleteBlob('old_schema.sql');
    await container().deleteBlob('new_schema.sql');
    expect(await execute('2-fetch.sh')).toMatchObject({ code: 1 });
  });

  it('writes nothing out of its folder', async () => {
    // The blob store takes no such name; what answers in its place might tell one.
    const names = ['p_database_../../../escaped.sql', 'p_roles.sql', 'p_tablespace.sql', 'p_schema.sql'];
    const listing = JSON.stringify(
      names.flatMap((name) => [name, '1', '', '2026-01-01T00:00:00+00:00']),
      null,
      2,
    );
    const lying = azThat(`if [ "$3" = list ]; then cat <<'LISTING'\n${listing}\nLISTING`, 'else az "$@"', 'fi');
    const result = await execute('2-fetch.sh', { env: lying });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('must not lead out of its folder');
    expect(readdirSync(join(folder, 'run', 'files'))).toEqual([]);
  });
});

describe('step 3', () => {
  const PROVIDERS = `${GROUP}/providers/Microsoft.DBforPostgreSQL/flexibleServers`;
  const TARGET = {
    TARGET_SERVER_NAME: 'pg-rebuilt',
    TARGET_RESOURCE_GROUP: 'rg-test',
    TARGET_LOCATION: 'westeurope',
    TARGET_VERSION: '16',
    TARGET_SKU: 'Standard_D4ds_v5',
    TARGET_TIER: 'GeneralPurpose',
    TARGET_STORAGE_GB: '128',
    TARGET_ENTRA_AUTH: 'Enabled',
    TARGET_EXTENSIONS: 'pg_trgm,citext',
    OPERATOR_ADDRESS: '203.0.113.7',
    PGUSER: 'psqladmin',
    PGPASSWORD: `H@Sh1CoR3! "'$(id)`,
  };
  /** Lists can't come from the environment. */
  const settings = () =>
    writeFileSync(
      join(folder, 'settings.sh'),
      [
        "TARGET_PARAMETERS=('max_connections=300' 'log_min_duration_statement=1000')",
        "TARGET_ENTRA_ADMINS=('4b0f6f0e-8a53-4f0c-9c55-0f6a3c1f7b21 Group Database Admins')",
        '',
      ].join('\n'),
    );
  const make = (env: NodeJS.ProcessEnv = {}) => execute('3-server.sh', { env: { ...TARGET, ...env } });

  it('says what it would make, and makes nothing', async () => {
    settings();
    const dry = await step('3-server.sh', { env: TARGET });
    expect(dry).toMatchObject({ code: 0, writes: [] });
    expect(dry.stderr).toContain('would: make the server pg-rebuilt: GeneralPurpose Standard_D4ds_v5, 128 GiB');
    expect(dry.stderr).toContain('would: allow the extensions pg_trgm,citext');
    expect(dry.stderr).toContain('would: set the parameter max_connections to 300');
    expect(dry.stderr).toContain('would: add the Microsoft Entra administrator Database Admins');
    expect(dry.stderr).not.toContain('H@Sh1CoR3');
  });

  it('makes it, with all that belongs to it, once', async () => {
    settings();
    const made = await make();
    expect(made.code).toBe(0);
    const server = new Servers(new Client(side.twin));
    const there = (path: string) => server.send('GET', `${PROVIDERS}/pg-rebuilt${path}`);
    expect((await there('')).body).toMatchObject({
      location: 'westeurope',
      sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' },
      properties: {
        state: 'Ready',
        version: '16',
        administratorLogin: 'psqladmin',
        storage: { storageSizeGB: 128, autoGrow: 'Disabled' },
        backup: { backupRetentionDays: 7, geoRedundantBackup: 'Disabled' },
        highAvailability: { mode: 'Disabled' },
        authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Enabled' },
      },
    });
    const value = async (name: string) => (await there(`/configurations/${name}`)).body.properties;
    expect(await value('azure.extensions')).toMatchObject({ value: 'pg_trgm,citext' });
    expect(await value('max_connections')).toMatchObject({ value: '300', isConfigPendingRestart: false });
    expect(await value('log_min_duration_statement')).toMatchObject({ value: '1000' });
    expect((await there('/firewallRules')).body.value).toEqual([
      expect.objectContaining({ properties: { startIpAddress: '203.0.113.7', endIpAddress: '203.0.113.7' } }),
    ]);
    expect((await there('/administrators/4b0f6f0e-8a53-4f0c-9c55-0f6a3c1f7b21')).body.properties).toMatchObject({
      principalName: 'Database Admins',
      principalType: 'Group',
    });
    const text = readdirSync(join(folder, 'run'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
      .join('');
    expect(text).not.toContain('H@Sh1CoR3');

    const again = await make();
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('is there, made by this run');
    expect(again.writes.filter((write) => /(pg-rebuilt|restart|configurations\/[^/]+)$/.test(write))).toEqual([]);
  });

  it('refuses the source, and a server that it didn’t make', async () => {
    const source = await make({ TARGET_SERVER_NAME: 'pg-test' });
    expect(source).toMatchObject({ code: 2, writes: [] });
    expect(source.stderr).toContain('must be another than that of the source, which is never touched');
    await new Servers(new Client(side.twin)).make(serverBody(), 'pg-other');
    const other = await make({ TARGET_SERVER_NAME: 'pg-other' });
    expect(other).toMatchObject({ code: 2, writes: [] });
    expect(other.stderr).toContain("which this run didn't make");
  });

  it('says what Azure says', async () => {
    const refused = await make({ TARGET_STORAGE_GB: '7' });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/3-server\.sh: can't make the server: \w+: /);
    const group = await make({ TARGET_RESOURCE_GROUP: 'rg-none' });
    expect(group).toMatchObject({ code: 2, writes: [] });
    expect(group.stderr).toContain('az group create --name rg-none --location westeurope');
  });
});

// The clock doesn't go back: nothing comes after this.
describe('months later', () => {
  it('a recovery point that has expired isn’t restored, and the newest is', async () => {
    const [point] = await requests().pointNames();
    const { azure } = side.twin;
    azure.advanceTo(azure.clock.now().add({ hours: 24 * 100 }));
    const expired = await restore({ env: { RECOVERY_POINT: point } });
    expect(expired).toMatchObject({ code: 1, writes: [] });
    expect(expired.stderr).toContain(`the id of a recovery point, or a UTC time`);
    expect(expired.stderr).toContain(`got: ${point}`);
    expect(await restore()).toMatchObject({ code: 0 });
  });
});
