import { DataProtectionBackupInstancePostgresqlFlexibleServer as Instance } from '@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server';
import { App, TerraformCount, TerraformStack, TerraformVariable } from 'cdktf';
import { emptyStack, outcomes, RawEstate, rawEstate, SUBSCRIPTION, synthesize, verdicts } from './kit';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { ONE_INSTANCE_PER_SERVER } from '../../src/rules/pgb410-one-instance-per-server';

const RULE = ONE_INSTANCE_PER_SERVER;
const SERVER_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg`;

describe('PGB410 one-instance-per-server', () => {
  const another = (
    estate: RawEstate,
    id: string,
    over: Record<string, unknown> = {},
    stack: TerraformStack = estate.stack,
  ) =>
    new Instance(stack, id, {
      name: id,
      location: 'westeurope',
      vaultId: estate.vault.id,
      serverId: estate.server.id,
      backupPolicyId: estate.policy.id,
      ...over,
    });
  const twice = () => {
    const estate = rawEstate();
    another(estate, 'second');
    return estate;
  };

  test('one instance', () => {
    for (const edition of SupportMatrix.all()) {
      expect(outcomes(RULE, rawEstate().stack, edition)).toEqual(['compliant']);
    }
  });

  test('the second and the third instance of a server are wrong, and point at the first', () => {
    const estate = twice();
    another(estate, 'third');
    const found = verdicts(RULE, estate.stack);
    expect(found.map(({ outcome }) => outcome)).toEqual(['compliant', 'violated', 'violated']);
    expect(new Set(found.slice(1).map(({ got }) => got))).toEqual(new Set([found[0].on.address]));
  });

  test('instances of different servers, and instances of one id in two stacks', () => {
    const stack = emptyStack();
    const estate = rawEstate({}, stack);
    another(estate, 'outside', { serverId: SERVER_ID });
    expect(outcomes(RULE, stack)).toEqual(['compliant', 'compliant']);
    const other = emptyStack('other', stack.node.root as App);
    another(estate, 'elsewhere', { serverId: SERVER_ID.toUpperCase() }, other);
    expect(outcomes(RULE, other)).toEqual(['compliant', 'compliant', 'violated']);
  });

  test('an unknown server is undecided beside others, and fine alone', () => {
    const alone = emptyStack();
    rawEstate({ instance: { serverId: '${lookup({}, "a")}' } }, alone);
    expect(outcomes(RULE, alone)).toEqual(['compliant']);
    const estate = rawEstate();
    another(estate, 'second', { serverId: '${lookup({}, "a")}' });
    expect(outcomes(RULE, estate.stack)).toEqual(['compliant', 'undecided']);
  });

  test('one variable is one server, whatever its value', () => {
    const stack = emptyStack();
    const serverId = new TerraformVariable(stack, 'server_id', { type: 'string' }).stringValue;
    another(rawEstate({ instance: { serverId } }, stack), 'second', { serverId });
    expect(outcomes(RULE, stack)).toEqual(['compliant', 'violated']);
  });

  test('count and for_each: several servers behind one block, several instances behind another', () => {
    const stack = emptyStack();
    const number = new TerraformVariable(stack, 'number', { type: 'number' });
    const count = () => TerraformCount.of(number.numberValue);
    const many = rawEstate({ server: { count: count() }, instance: { count: count() } }, stack);
    expect(outcomes(RULE, stack)).toEqual(['compliant']);
    another(many, 'second');
    expect(outcomes(RULE, stack)).toEqual(['undecided', 'compliant']);
    const one = emptyStack();
    const switched = new TerraformVariable(one, 'number', { type: 'number' });
    rawEstate({ instance: { count: TerraformCount.of(switched.numberValue) } }, one);
    expect(outcomes(RULE, one)).toEqual(['undecided']);
    const either = twice();
    another(either, 'third', {
      count: TerraformCount.of(new TerraformVariable(either.stack, 'number', {}).numberValue),
    });
    expect(outcomes(RULE, either.stack)).toEqual(['compliant', 'violated', 'undecided']);
  });

  test('synthesis refuses it', () => {
    const { error, json } = synthesize(twice().stack);
    expect(error).toContain(
      '[Error at /raw/second] PGB410 one-instance-per-server: a server must be protected by one instance, got: a second one beside azurerm_data_protection_backup_instance_postgresql_flexible_server.instance',
    );
    expect(error).toContain('Limit: one instance protects a server, in one vault');
    expect(error).toContain('Mend: take one of the two out');
    expect(error).not.toContain('[Error at /raw/instance] PGB410');
    expect(json).toBeUndefined();
  });
});
