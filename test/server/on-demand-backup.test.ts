import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack } from 'cdktf';
import {
  FlexServer,
  FlexServerAttributes,
  FlexServerSku,
  IFlexServer,
  OnDemandBackup,
  OnDemandBackupOptions,
  PostgresBackupValidator,
  ProtectedFlexServer,
  ProtectedFlexServerProps,
  Retention,
} from '../../src';
import {
  entries,
  newApp,
  newStack,
  NOW,
  only,
  OTHER_SUBSCRIPTION,
  resolvedIn,
  SUBSCRIPTION,
  synth,
  thrown,
  variable,
} from '../kit';

const BACKUP = 'azurerm_postgresql_flexible_server_backup';
const PLACE = { resourceGroupName: 'rg-orders', location: 'westeurope', recoverableFor: Retention.years(1) };
const CONCEPTS =
  '"Backup and restore in Azure Database for PostgreSQL flexible server", 2024-11-28, https://learn.microsoft.com/azure/postgresql/backup-restore/concepts-backup-restore';

function serverId(name: string, subscription = SUBSCRIPTION): string {
  return `/subscriptions/${subscription}/resourceGroups/rg-orders/providers/Microsoft.DBforPostgreSQL/flexibleServers/${name}`;
}

function newServer(stack: TerraformStack, props: Partial<ProtectedFlexServerProps> = {}, id = 'Orders') {
  return new ProtectedFlexServer(stack, id, { ...PLACE, ...props });
}

function existing(stack: TerraformStack, attributes: Partial<FlexServerAttributes> = {}, id = 'Existing'): IFlexServer {
  return FlexServer.fromServerId(stack, id, serverId('pg-orders'), { location: 'westeurope', ...attributes });
}

function backUp(server: IFlexServer, id = 'Backup', options: OnDemandBackupOptions = {}): OnDemandBackup {
  return new OnDemandBackup(TerraformStack.of(server), id, { server, ...options });
}

function findings(stack: TerraformStack): string[] {
  return PostgresBackupValidator.of(stack)
    .findings({ now: NOW })
    .filter(({ rule }) => /^PGB70[345]$/.test(rule))
    .map(({ rule, outcome }) => `${rule} ${outcome}`);
}

describe('a backup on demand', () => {
  test('of a server that is made, under a name that is the same in every run', () => {
    const made = () => {
      const stack = newStack();
      const server = newServer(stack);
      const backup = server.addOnDemandBackup('BeforeRelease7');
      expect(backup.server).toBe(server);
      return { stack, backup, json: only(synth(stack), BACKUP) };
    };
    const { stack, backup, json } = made();
    expect(json).toEqual({
      name: expect.stringMatching(/^orders-before-release7-[0-9a-f]{8}$/),
      server_id: expect.stringMatching(/^\$\{azurerm_postgresql_flexible_server\.\w+\.id\}$/),
    });
    expect(json.name).toBe(backup.backupName);
    expect(made().json).toEqual(json);
    expect(resolvedIn(stack, backup.backupId)).toMatch(/^\$\{azurerm_postgresql_flexible_server_backup\.\w+\.id\}$/);
    expect(resolvedIn(stack, backup.completedTime)).toMatch(/\.completed_time\}$/);
    expect(findings(stack)).toEqual([]);
  });

  test('of one that exists, with the provider of its subscription, after something else', () => {
    const stack = newStack();
    const provider = new AzurermProvider(stack, 'other', { alias: 'other', features: [{}] });
    const server = existing(stack, { provider });
    const first = newServer(stack);
    backUp(server, 'Backup', { backupName: 'before_7.1', dependsOn: [first.resource] });
    expect(only(synth(stack), BACKUP)).toEqual({
      name: 'before_7.1',
      server_id: serverId('pg-orders'),
      provider: 'azurerm.other',
      depends_on: [expect.stringMatching(/^azurerm_postgresql_flexible_server\.Orders_/)],
    });
  });

  test('a provider of its own wins, and one of another stack is none', () => {
    const app = newApp();
    const [shop, backups] = [newStack('shop', app), newStack('backups', app)];
    const other = (stack: TerraformStack) => new AzurermProvider(stack, 'other', { alias: 'other', features: [{}] });
    const server = existing(shop, { provider: other(shop) });
    const own = other(backups);
    new OnDemandBackup(backups, 'A', { server });
    new OnDemandBackup(backups, 'B', { server, provider: own });
    const [a, b] = entries(synth(backups), BACKUP).map(([, json]) => json);
    expect(a).not.toHaveProperty('provider');
    expect(b.provider).toBe('azurerm.other');
  });

  test.each(['a', '-', 'A.b_c-9', 'x'.repeat(128)])('may be called "%s"', (backupName) => {
    const stack = newStack();
    backUp(existing(stack), 'Backup', { backupName });
    expect(only(synth(stack), BACKUP).name).toBe(backupName);
  });

  test('a made name stays within the limit', () => {
    const stack = newStack();
    const { backupName } = backUp(existing(stack), 'Long'.repeat(60));
    expect(backupName).toMatch(/^[-a-z0-9]{1,128}$/);
    expect(backupName).toHaveLength(128);
  });
});

describe('one after the other', () => {
  const dependencies = (stack: TerraformStack) =>
    entries(synth(stack), BACKUP).map(([name, json]) => [name, ...(json.depends_on ?? [])].join(' < '));

  test('on one server, each after the one before it', () => {
    const stack = newStack();
    const server = existing(stack);
    const again = existing(stack, {}, 'Again');
    for (const [index, of] of [server, again, server].entries()) backUp(of, `B${index}`);
    const [first, second, third] = dependencies(stack);
    expect(first).toMatch(/^B0_\w+$/);
    expect(second).toMatch(new RegExp(`^B1_\\w+ < ${BACKUP}\\.${first}$`));
    expect(third).toMatch(new RegExp(`^B2_\\w+ < ${BACKUP}\\.${second.split(' ')[0]}$`));
  });

  test('on different servers at once', () => {
    const stack = newStack();
    newServer(stack, {}, 'A').addOnDemandBackup('Backup');
    newServer(stack, {}, 'B').addOnDemandBackup('Backup');
    for (const line of dependencies(stack)) expect(line).not.toContain('<');
  });

  test('a server’s backups in several stacks make the stacks wait, never in a circle', () => {
    const app = newApp();
    const [first, second] = [newStack('first', app), newStack('second', app)];
    backUp(existing(first), 'A');
    backUp(existing(second), 'B');
    backUp(existing(first, {}, 'Again'), 'C');
    expect(second.dependencies).toEqual([first]);
    expect(first.dependencies).toEqual([]);
    const lines = dependencies(first);
    expect(lines[1]).toContain(` < ${BACKUP}.${lines[0]}`);
  });
});

describe('refused', () => {
  test('the eighth, whichever construct stands for the server', () => {
    const stack = newStack();
    const server = existing(stack);
    for (let number = 1; number <= 7; number++) backUp(server, `B${number}`);
    const error = thrown(() => backUp(existing(stack, {}, 'Again'), 'B8'));
    expect(error.message).toBe(
      [
        '[/estate/B8] PGB703: `server` must have at most 7 on-demand backups, got: 8 of /estate/Again.',
        `  Limit: ${CONCEPTS}`,
        '  Mend: take out those that are no longer needed; what has to be kept for long is what vaults are for',
      ].join('\n'),
    );
    expect(() => backUp(newServer(stack), 'Other')).not.toThrow();
  });

  test.each<[string, Partial<FlexServerAttributes>, string, string]>([
    [
      'Burstable',
      { sku: FlexServerSku.of('B_Standard_B2s') },
      'a server that is not Burstable, got: B_Standard_B2s',
      'scale it to General Purpose',
    ],
    [
      'Premium SSD v2',
      { storageType: 'PremiumV2_LRS' },
      'a server that is not on Premium SSD v2, got: PremiumV2_LRS',
      'rely on its automatic backups',
    ],
    ['a replica', { replica: true }, 'a primary server, got: a read replica', 'back up its primary'],
  ])('%s', (_, attributes, message, mend) => {
    const error = thrown(() => backUp(existing(newStack(), attributes)));
    expect(error.message).toBe(
      [`[/estate/Backup] PGB704: \`server\` must be ${message}.`, `  Limit: ${CONCEPTS}`, `  Mend: ${mend}`].join('\n'),
    );
  });

  test('Burstable, of a server that is made', () => {
    const server = newServer(newStack(), { sku: FlexServerSku.of('B_Standard_B2s') });
    expect(thrown(() => server.addOnDemandBackup('Backup')).code).toBe('PGB704');
  });

  test.each(['', 'a b', 'ä', 'a/b', 'x'.repeat(129)])('the name "%s"', (backupName) => {
    const error = thrown(() => backUp(existing(newStack()), 'Backup', { backupName }));
    expect(error.message).toBe(
      [
        `[/estate/Backup] PGB705: \`backupName\` must be 1 to 128 letters, digits, hyphens, underscores and periods, got: ${backupName || '(empty)'}.`,
        '  Limit: "Microsoft.DBforPostgreSQL resource types, API version 2025-08-01", 2025-08-01, https://github.com/Azure/bicep-types-az/blob/main/generated/postgresql/microsoft.dbforpostgresql/2025-08-01/types.md',
        '  Mend: give a name with the date or the release in it',
      ].join('\n'),
    );
  });

  test('a second of one name, in any case', () => {
    const stack = newStack();
    backUp(existing(stack), 'First', { backupName: 'release-7' });
    const again = existing(stack, {}, 'Again');
    expect(thrown(() => backUp(again, 'Second', { backupName: 'Release-7' })).message).toBe(
      [
        '[/estate/Second] PGB705: `backupName` must be unique on its server, got: Release-7, which /estate/First has.',
        '  Limit: "Perform on-demand backups", 2025-02-03, https://learn.microsoft.com/azure/postgresql/backup-restore/how-to-perform-backups',
        '  Mend: give the backups different names',
      ].join('\n'),
    );
    expect(() => backUp(newServer(stack), 'Other', { backupName: 'release-7' })).not.toThrow();
  });

  test('a server of another subscription than its provider', () => {
    const stack = newStack('estate', undefined, OTHER_SUBSCRIPTION);
    expect(thrown(() => backUp(existing(stack))).message).toBe(
      [
        `[/estate/Backup] OnDemandBackupSubscription: The provider of a server with backups on demand must work in the server's subscription, ${SUBSCRIPTION}, got: ${OTHER_SUBSCRIPTION}.`,
        '  Limit: "azurerm 4.55.0: azurerm_postgresql_flexible_server_backup", 2025-12-04, https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/postgresql_flexible_server_backup',
        '  Mend: give `provider`, an azurerm provider of that subscription',
      ].join('\n'),
    );
  });
});

describe('the rules', () => {
  test('are undecided where nothing is known of the server, and decided once it is', () => {
    const unknown = newStack();
    backUp(existing(unknown));
    expect(findings(unknown)).toEqual(['PGB704 undecided']);
    const known = newStack();
    const sku = FlexServerSku.of('GP_Standard_D4ds_v5');
    backUp(existing(known, { sku, storageType: 'Premium_LRS', replica: false }));
    expect(findings(known)).toEqual([]);
  });

  test('see what is overridden past the constructs', () => {
    const stack = newStack();
    const server = newServer(stack);
    const [first, second] = ['First', 'Second'].map((id) => server.addOnDemandBackup(id));
    second.resource.name = first.backupName;
    server.resource.skuName = 'B_Standard_B2s';
    expect(findings(stack).sort()).toEqual(['PGB704 violated', 'PGB704 violated', 'PGB705 violated']);
  });

  test('tokens are never guessed', () => {
    const stack = newStack();
    const sku = FlexServerSku.of(variable(stack, 'sku').stringValue);
    const server = existing(stack, { sku, storageType: variable(stack, 'type').stringValue });
    for (const id of ['a', 'b']) backUp(server, id, { backupName: variable(stack, `name-${id}`).stringValue });
    expect(Object.keys(synth(stack).resource[BACKUP])).toHaveLength(2);
  });
});
