import { TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { onDemand } from './on-demand-kit';
import { ON_DEMAND_SERVER } from '../../src/rules/pgb704-on-demand-server';

const RULE = ON_DEMAND_SERVER;
const OLD = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-old`;

/** The bindings have no argument for the type of storage. */
function of({ storageType, ...server }: Record<string, unknown>, stack = emptyStack()) {
  const estate = rawEstate({ server }, stack);
  if (storageType !== undefined) estate.server.addOverride('storage_type', storageType);
  onDemand(estate, 'release');
  return estate.stack;
}

describe('PGB704 on-demand-server', () => {
  test.each([
    [{}, 'compliant'],
    [{ skuName: 'MO_Standard_E4ds_v5', storageType: 'Premium_LRS' }, 'compliant'],
    [{ skuName: 'B_Standard_B1ms' }, 'violated'],
    [{ storageType: 'PremiumV2_LRS' }, 'violated'],
    [{ createMode: 'Replica', sourceServerId: OLD }, 'violated'],
    [{ createMode: 'Replica', replicationRole: 'None', sourceServerId: OLD }, 'compliant'],
    [{ createMode: 'PointInTimeRestore', sourceServerId: OLD }, 'compliant'],
    [{ skuName: undefined }, 'undecided'],
    [{ skuName: 'Standard_D4ds_v5' }, 'undecided'],
  ])('%j: %s', (server, outcome) => {
    expect(outcomes(RULE, of(server))).toEqual([outcome]);
  });

  test('each reason is said on its own', () => {
    const found = verdicts(RULE, of({ skuName: 'B_Standard_B1ms', createMode: 'Replica', sourceServerId: OLD }));
    expect(found.map(({ message }) => message)).toEqual([
      '`sku_name` of a server with on-demand backups must not be of the tier Burstable, got: B_Standard_B1ms',
      '`create_mode` of a server with on-demand backups must not be Replica, got: Replica',
    ]);
  });

  test.each(['skuName', 'storageType', 'createMode'])('undecided while %s is a variable', (argument) => {
    const stack = emptyStack();
    const open = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    expect(outcomes(RULE, of({ [argument]: open }, stack))).toEqual(['undecided']);
  });

  test('undecided while the role of a replica, or the server, is unknown', () => {
    const stack = emptyStack();
    const open = new TerraformVariable(stack, 'open', { type: 'string' }).stringValue;
    expect(outcomes(RULE, of({ createMode: 'Replica', sourceServerId: OLD, replicationRole: open }, stack))).toEqual([
      'undecided',
    ]);
    const estate = rawEstate();
    onDemand(estate, 'elsewhere', { serverId: OLD });
    onDemand(estate, 'nowhere', { serverId: '${each.value}' });
    const found = verdicts(RULE, estate.stack);
    expect(found.map(({ outcome }) => outcome)).toEqual(['undecided', 'undecided']);
    expect(found[0].mend).toContain('FlexServer.fromServerId');
  });

  test('the synthesis says what takes backups', () => {
    const { error } = synthesize(of({ skuName: 'B_Standard_B1ms' }));
    expect(error).toContain('[Error at /raw/release] PGB704 on-demand-server: ');
    expect(error).toContain('Mend: scale the server to General Purpose');
  });
});
