import { readdirSync, readFileSync, renameSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AzureSide, type StepOptions, type Stepped } from './azure-kit';
import { blobsOf } from './blobs';
import { fingerprint, fingerprintOfRoles } from './fingerprint';
import { Clusters } from './kit';
import type { Cluster } from '../../tools/restore/cluster';
import { ADMIN, dumpAsVault, fillSource, HOSTILE } from '../../tools/restore/estate';
import type { Environment } from '../../tools/terraform/endpoint';
import { cutWaits } from '../../tools/terraform/waits';
import { inProcess } from '../cli/kit';
import { QUICKER, RealTerraform } from '../terraform/kit';

const SERVERS = 'Microsoft.DBforPostgreSQL/flexibleServers';
const MEGABYTES = 200;
const DATABASES = ['orders', HOSTILE, 'empty'];

const clusters = new Clusters();
const terraform: RealTerraform[] = [];
let source: Cluster;
/** What was in the source. */
let before: Record<string, unknown>;
let target: Cluster;
let side: AzureSide;
/** Of the runbook. */
let folder: string;
let account: string;
let server: string;

function newTerraform(...args: ConstructorParameters<typeof RealTerraform>): RealTerraform {
  const made = new RealTerraform(...args);
  terraform.push(made);
  return made;
}

/** The quickstart's estate, in Azure; what Terraform knows of it, as JSON. */
async function applyQuickstart(): Promise<string> {
  const synthesizer = newTerraform();
  const { shop: stack } = await synthesizer.synthesizeApp(synthesizer.copyOfExample('quickstart', QUICKER));
  cutWaits(stack);
  let real!: RealTerraform;
  side = await AzureSide.open(async (twin) => {
    real = newTerraform({ twin });
    await real.open();
    return real.twin;
  });
  const runner = real.runner(stack);
  await Promise.all([runner.apply(), side.cli.signIn()]);
  return runner.state();
}

async function makeSource(): Promise<void> {
  [source, target] = await Promise.all([clusters.start(), clusters.target()]);
  await fillSource(source, { megabytes: MEGABYTES });
  before = await everythingIn(source);
}

function namesOf(type: string): string[] {
  return side.twin.azure.resources.ofType(type).map(({ name }) => name);
}

beforeAll(async () => {
  const [state] = await Promise.all([applyQuickstart(), makeSource()]);
  [account] = namesOf('Microsoft.Storage/storageAccounts');
  server = namesOf(SERVERS).find((name) => name.startsWith('orders'))!;
  await Promise.all([side.serveBlobs(account), dumpAsVault(source, side.dumpOf(server))]);
  // From here on nobody can touch the source: it is gone, as it is when the runbook is needed.
  await source.stop();
  side.advanceToPresent();
  const { resources } = side.twin.azure;
  resources.delete(resources.ofType(SERVERS).find(({ name }) => name === server)!.id);
  folder = join(side.newFolder('shop'), 'runbook');
  const file = join(side.newFolder('state'), 'state.json');
  writeFileSync(file, state);
  const written = await inProcess(['runbook', file, '--server', server, '--output', folder]);
  expect(written).toMatchObject({ code: 0, stdout: `${join(folder, 'RUNBOOK.md')}\n` });
});

afterAll(async () => {
  await side?.close();
  await Promise.all([...terraform.map((each) => each.close()), clusters.stop()]);
});

/** Fills in what the state can't say, as people do. */
function fillIn(settings: Readonly<Record<string, string>>): void {
  const file = join(folder, 'settings.sh');
  let text = readFileSync(file, 'utf8');
  for (const [name, value] of Object.entries(settings)) {
    const line = new RegExp(`^.*\\b${name}=(\\$\\{${name}:-\\}|\\(\\))$`, 'm');
    expect(text).toMatch(line);
    text = text.replace(line, () => `${name}=${value}`);
  }
  writeFileSync(file, text);
}

/** The blob store is where Azure's would be, and the twin's new server is played by the second cluster. */
function standIns(): Environment {
  return {
    ...target.environment(ADMIN),
    PATH: `${target.environment().PATH}:${side.env.PATH}`,
    ENTRA_LOGIN: 'no',
    BLOB_ENDPOINT: `${side.azurite.endpoint}/${account}`,
    CONTAINER_URL: `https://${account}.blob.core.windows.net/restore`,
  };
}

async function execute(name: string, { args = [], ...options }: StepOptions = {}): Promise<Stepped> {
  const result = await side.step(folder, name, { ...options, args: ['--execute', ...args], env: standIns() });
  if (result.code !== 0) throw new Error(`${name} ended with ${result.code}: ${result.stderr}`);
  return result;
}

/** By SQL that shares nothing with the steps. The large database is summed up: its rows are too many to be told apart. */
async function everythingIn(cluster: Cluster): Promise<Record<string, unknown>> {
  const tables = [1, 2, 3, 4].map(
    (part) => `SELECT ${part}, count(*), sum(hashtextextended(t::text, 0)) FROM events_${part} t`,
  );
  const found: Record<string, unknown> = {
    events: await cluster.query(`${tables.join(' UNION ALL ')} ORDER BY 1`, 'events'),
    roles: await fingerprintOfRoles(cluster),
  };
  for (const name of DATABASES) found[`database ${name}`] = await fingerprint(cluster, name);
  return found;
}

it('brings the databases of the quickstart back, by the steps that were written for its state', async () => {
  fillIn({
    OPERATOR_ADDRESS: '203.0.113.7',
    PGUSER: ADMIN,
    TARGET_ENTRA_ADMINS: `('44444444-4444-4444-8444-444444444444 User ${ADMIN}')`,
  });
  const restored = await execute('1-restore.sh', { meanwhile: side.restoreEnder() });
  expect(restored.writes).toEqual([expect.stringMatching(/^POST .*\/restore$/)]);
  const blobs = Object.keys(await blobsOf(side.container(account, 'restore')));
  expect(blobs).toHaveLength([...DATABASES, 'events', 'roles', 'tablespace', 'schema'].length);

  await execute('2-fetch.sh');
  const fetched = readdirSync(join(folder, 'run', 'files'), { recursive: true, withFileTypes: true });
  expect(fetched.filter((entry) => entry.isFile())).toHaveLength(blobs.length);

  await execute('3-server.sh');
  expect(namesOf(SERVERS)).toContain(`${server}-restored`);

  const [lost] = fetched.filter(({ name }) => name.endsWith('_database_empty.sql'));
  const path = join(lost.parentPath, lost.name);
  renameSync(path, `${path}.lost`);
  await expect(execute('4-load.sh')).rejects.toThrow(`4-load.sh ended with 1: 4-load.sh: ${path} must be there`);
  renameSync(`${path}.lost`, path);
  await execute('4-load.sh');
  await execute('5-verify.sh', { args: ['--checksums'] });
  expect(await everythingIn(target)).toEqual(before);

  await execute('6-clean-up.sh', { args: ['--yes'] });
  expect(await blobsOf(side.container(account, 'restore'))).toEqual({});
  expect(readdirSync(join(folder, 'run')).sort()).toEqual(['journal.tsv', 'logs', 'verify.tsv']);
  expect(namesOf(`${SERVERS}/firewallRules`)).toEqual([]);
  expect(side.twin.unanswered).toEqual([]);
});
