import { ACTION_GROUP, actions, AZAPI, counts, GROUP, LOCK, managed, METRIC_ALERT, planned } from './kit';
import { ENGINES, Estate } from './lifecycle-kit';
import { APPLY, BEGIN, Outside } from './outside';
import { RULES } from '../../src/rules/registry';
import type { Twin } from '../../src/twin';
import { Plan, TerraformRunner } from '../../tools/terraform/terraform';
import type { EngineName } from '../../tools/terraform/toolchain';
import { judgedPlan } from '../rules/plan-kit';
import { Client } from '../twin/client';

const CLUSTERS = 'Microsoft.DBforPostgreSQL/serverGroupsv2';
const RULES_OF_CLUSTERS = RULES.filter(({ id }) => /^PGB80\d$/.test(id));

/** Edits of the example. */
const UNLOCKED = {
  "clusterName: 'tenants',": "clusterName: 'tenants', lock: false,",
  "clusterName: 'tenants-neu',": "clusterName: 'tenants-neu', lock: false,",
};

function live(engine: EngineName, life: (estate: Estate) => Promise<void>): Promise<void> {
  return Estate.live({ engine, providers: ['azurerm', 'azapi'], twin: { startAt: BEGIN } }, life);
}

/** The folders of the example's stacks. */
function stacks(estate: Estate, edits: Record<string, string> = {}): Promise<Record<string, string>> {
  return estate.terraform.synthesizeApp(estate.terraform.copyOfExample('geo-cluster', edits));
}

function resourceIn(twin: Twin, name: string) {
  return twin.azure.resources.ofType(CLUSTERS).find((each) => each.id.endsWith(`/${name}`));
}

function clusterIn(twin: Twin, name: string): any {
  const found = resourceIn(twin, name);
  return { id: found?.id, location: found?.body.location, ...(found?.body.properties as object) };
}

/** The next plan has nothing to say or to do. */
async function expectSettled(runner: TerraformRunner): Promise<void> {
  const { plan, warnings } = await runner.plan();
  expect({ warnings, actions: actions(plan) }).toEqual({ warnings: [], actions: {} });
}

/** Errors of a plan that can't be made. */
async function refusedPlan(runner: TerraformRunner): Promise<string> {
  return runner.plan().then(
    () => 'planned',
    (error: Error) => error.message,
  );
}

describe('the example geo-cluster', () => {
  it.concurrent.each(ENGINES)('is planned as it is meant, by %s', (engine) =>
    live(engine, async (estate) => {
      const { tenants, recovery } = await stacks(estate);
      const plans: Record<string, Plan> = {};
      for (const [name, folder] of Object.entries({ tenants, recovery })) {
        const runner = estate.terraform.runner(folder);
        expect(await runner.validate()).toEqual([]);
        const { plan, warnings } = await runner.plan();
        expect(warnings).toEqual([]);
        plans[name] = plan;
      }
      const watched = { [ACTION_GROUP]: 1, [METRIC_ALERT]: 2, [LOCK]: 1 };
      expect(counts(plans.tenants)).toEqual({ ...watched, [AZAPI]: 3, [GROUP]: 1 });
      expect(counts(plans.recovery)).toEqual({ ...watched, [AZAPI]: 2 });
      expect(await judgedPlan(plans.tenants, RULES_OF_CLUSTERS)).toEqual({
        ...Object.fromEntries(RULES_OF_CLUSTERS.map(({ id }) => [id, 'compliant'])),
        PGB806: 'violated',
      });
      const clusters = Object.values(planned(plans.recovery, AZAPI)).filter(({ type }) =>
        type.startsWith(`${CLUSTERS}@`),
      );
      expect(clusters.map(({ body }) => body.properties)).toEqual([
        {
          sourceResourceId: expect.stringMatching(/serverGroupsv2\/tenants$/),
          sourceLocation: 'westeurope',
          pointInTimeUTC: '2026-11-20T10:00:00Z',
          enableGeoBackup: true,
          coordinatorEnablePublicIpAccess: true,
          nodeEnablePublicIpAccess: false,
          maintenanceWindow: { customWindow: 'Enabled', dayOfWeek: 0, startHour: 3, startMinute: 0 },
        },
      ]);
      expect(managed(plans.recovery)).toHaveLength(6);
    }),
  );

  it.concurrent.each(ENGINES)('is made once, keeps its geo-redundancy, and goes only after its lock, on %s', (engine) =>
    live(engine, async (estate) => {
      estate.use((await stacks(estate)).tenants);
      await estate.apply();
      expect(clusterIn(estate.twin, 'tenants')).toMatchObject({ enableGeoBackup: true, nodeCount: 2 });

      const refused = await estate.failedDestroy();
      expect(refused).toContain('prevent_destroy');
      const { id } = clusterIn(estate.twin, 'tenants');
      const reply = await new Client(estate.twin).send('DELETE', id, undefined, { apiVersion: '2022-11-08' });
      expect([reply.status, reply.body.error.code]).toEqual([409, 'ScopeLocked']);

      const moved = await stacks(estate, {
        'location: group.location,': "location: 'northeurope',",
        "CLUSTER, {\n      location: 'westeurope',": "CLUSTER, {\n      location: 'northeurope',",
      });
      estate.use(moved.tenants);
      expect(await refusedPlan(estate.runner)).toContain('prevent_destroy');

      const local = await stacks(estate, {
        "clusterName: 'tenants',": "clusterName: 'tenants', geoRedundantBackup: false,",
        // Nothing of it could come back elsewhere.
        "location: 'northeurope',": "location: 'westeurope',",
      });
      estate.use(local.tenants);
      expect(await estate.plan()).toEqual({ 'azapi_resource.tenants': 'update' });
      expect(await estate.failedApply()).toContain(
        'Geo-redundant backup can be enabled only when a cluster is created',
      );

      estate.use((await stacks(estate, UNLOCKED)).tenants);
      expect(await estate.apply()).toEqual({ [`${LOCK}.tenants_Lock`]: 'delete' });
      await estate.destroy();
    }),
  );

  it.concurrent.each(ENGINES)('loses its last tag in one apply, on %s', (engine) =>
    live(engine, async (estate) => {
      const tags = () => resourceIn(estate.twin, 'tenants')?.body.tags;
      estate.use((await stacks(estate, UNLOCKED)).tenants);
      await estate.apply();
      expect(tags()).toEqual({ application: 'tenants' });

      estate.use((await stacks(estate, { ...UNLOCKED, "tags: { application: 'tenants' },": '' })).tenants);
      expect(await estate.apply()).toEqual({ 'azapi_resource.tenants': 'update' });
      expect(tags()).toEqual({});
      await estate.destroy();
    }),
  );

  it.concurrent.each(ENGINES)('comes back in the paired region, and stays when the original is gone, on %s', (engine) =>
    live(engine, async (estate) => {
      const { tenants, recovery } = await stacks(estate, UNLOCKED);
      estate.use(tenants);
      await estate.apply();
      new Outside(estate.twin).advanceTo(APPLY);

      const back = estate.terraform.runner(recovery);
      await back.apply();
      await expectSettled(back);
      expect(clusterIn(estate.twin, 'tenants-neu')).toMatchObject({
        location: 'northeurope',
        enableGeoBackup: true,
        nodeCount: 2,
        postgresqlVersion: '16',
      });
      const names = estate.namesOf('firewallRules');
      expect(names).toHaveLength(2);

      // Not the stack: the resource group holds both clusters.
      const { id } = clusterIn(estate.twin, 'tenants');
      const { status } = await new Client(estate.twin).complete('DELETE', id, undefined, { apiVersion: '2022-11-08' });
      expect(status).toBeLessThan(300);
      await expectSettled(back);
      await back.destroy();
      expect(estate.namesOf('serverGroupsv2')).toEqual([]);
      await estate.runner.destroy();
    }),
  );
});
