import { realTerraform } from './kit';
import { about, ACCEPTED, estatesStack, OUTSIDE } from './mistakes';
import { Client } from '../twin/client';
import { TerraformError } from '../../tools/terraform/terraform';
import { appendFileSync } from 'fs';

const terraform = realTerraform({ twin: { startAt: '2026-11-20T12:00:00Z', rbacDelaySeconds: 10 } });
const log = (s: string) => appendFileSync('/tmp/matrix.log', s + '\n');

it('x', async () => {
  const client = new Client(terraform.twin);
  await client.makeGroup(OUTSIDE);
  for (const n of ['id-pg', 'id-pg-neu']) {
    const r = await client.complete('PUT', `${OUTSIDE}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${n}`, { location: 'westeurope' }, { apiVersion: '2024-11-30' });
    log(`${r.status}`);
  }
  const r = await client.complete('PUT', `${OUTSIDE}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-main`, {
    location: 'westeurope', sku: { name: 'Standard_D4ds_v5', tier: 'GeneralPurpose' },
    properties: { version: '17', storage: { storageSizeGB: 128 }, authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' } },
  }, { apiVersion: '2025-08-01' });
  log(`${r.status} ${JSON.stringify(r.body)}`);
  const bad = estatesStack(terraform, ACCEPTED);
  const t = Date.now();
  const p1 = bad.apply({ parallelism: 200 }).then(() => { log('bad no error'); }, (e) => {
    log(`bad took ${Date.now() - t}`);
    if (!(e instanceof TerraformError)) { log(String(e)); return; }
    ACCEPTED.forEach(({ rule, name }, i) => log(`${rule} ${name}\n    ${about(e.diagnostics, i).replace(/\n/g, '\n    ')}`));
    log('OTHER ' + e.diagnostics.filter(({ address }) => !address).map((d) => d.summary + d.detail).join('\n'));
  });
  await p1;
  const good = estatesStack(terraform, [{}, ...ACCEPTED.flatMap(({ instead }) => instead ?? [])]);
  const t2 = Date.now();
  await good.apply({ parallelism: 200 }).then(() => log('good ok'), (e) => log(`good: ${e.message}`));
  log(`good took ${Date.now() - t2}`);
  const { text } = await good.plan();
  log(text.split('\n').slice(-3).join('\n'));
  const t3 = Date.now();
  await good.destroy({ parallelism: 200 }).then(() => log('destroyed'), (e) => log(`good: ${e.message}`));
  log(`destroy took ${Date.now() - t3}`);
  log(terraform.twin.unanswered.splice(0).join('\n'));
});
