import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AzureSide, type Stepped } from './azure-kit';
import { fingerprint, fingerprintOfRoles } from './fingerprint';
import { Clusters } from './kit';
import type { Cluster } from '../../tools/restore/cluster';
import { ADMIN, dumpAsVault, fillSource, HOSTILE } from '../../tools/restore/estate';
import type { Environment } from '../../tools/terraform/endpoint';
import { cutWaits } from '../../tools/terraform/waits';
import { inProcess } from '../cli/kit';
import { QUICKER, RealTerraform, SERVER, STORAGE_ACCOUNT } from '../terraform/kit';

const MEGABYTES = 200;
const DATABASES = ['orders', HOSTILE, 'empty', 'events'];

const clusters = new Clusters();
const synthesizer = new RealTerraform();
let source: Cluster;
let target: Cluster;
let terraform: RealTerraform;
let side: AzureSide;
/** Of the runbook. */
let folder: string;

const t0 = Date.now();
const lap = (what: string) => console.log(what, (Date.now() - t0) / 1000);

beforeAll(async () => {
  [source, target] = await Promise.all([clusters.start(), clusters.target()]);
  lap('clusters');
  const { shop: stack } = await synthesizer.synthesizeApp(synthesizer.copyOfExample('quickstart', QUICKER));
  cutWaits(stack);
  const { resource } = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8'));
  const nameOf = (type: string, id: string) =>
    resource[type][Object.keys(resource[type]).find((key) => key.startsWith(id))!].name;
  const server: string = nameOf(SERVER, 'orders');
  lap('synth');
  side = await AzureSide.open([nameOf(STORAGE_ACCOUNT, '')], async (twin) => {
    terraform = new RealTerraform({ twin });
    await terraform.open();
    return terraform.twin;
  });
  lap('side');
  const runner = terraform.runner(stack);
  await Promise.all([
    runner.apply().then(() => lap('apply')),
    fillSource(source, { megabytes: MEGABYTES })
      .then(() => lap('filled'))
      .then(() => dumpAsVault(source, side.dumpOf(server)))
      .then(() => lap('dumped')),
  ]);
  side.advanceToPresent();
  folder = join(side.newFolder('shop'), 'runbook');
  const state = join(side.newFolder('state'), 'state.json');
  writeFileSync(state, await runner.state());
  const written = await inProcess(['runbook', state, '--server', 'orders', '--output', folder]);
  console.log(written);
  console.log(readFileSync(join(folder, 'settings.sh'), 'utf8'));
  lap('runbook');
});

afterAll(async () => {
  await side?.close();
  await Promise.all([synthesizer.close(), terraform?.close(), clusters.stop()]);
});

it('x', async () => {
  console.log(readdirSync(folder));
});
