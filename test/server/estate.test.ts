import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformStack } from 'cdktf';
import { BackupPolicy, BackupVault, PostgresBackupValidator, Profile, ProtectedFlexServer, Retention } from '../../src';
import {
  all,
  annotations,
  entries,
  newApp,
  newGroup,
  newStack,
  NOW,
  only,
  synth,
  synthText,
  thrown,
  TYPES,
  variable,
  withoutNotes,
} from '../kit';

const YEAR = Retention.years(1);

function add(
  stack: TerraformStack,
  id: string,
  location: string,
  recoverableFor = YEAR,
  resourceGroupName = 'rg-orders',
) {
  return new ProtectedFlexServer(stack, id, { resourceGroupName, location, recoverableFor });
}

function written(make: (stack: TerraformStack) => void): any {
  const stack = newStack();
  make(stack);
  return synth(stack);
}

describe('one statement', () => {
  function statement(): TerraformStack {
    const stack = newStack();
    const group = newGroup(stack);
    new ProtectedFlexServer(stack, 'Orders', {
      resourceGroupName: group.name,
      location: group.location,
      recoverableFor: YEAR,
    });
    return stack;
  }

  test('is a whole estate', () => {
    const json = synth(statement());
    const counts = Object.fromEntries(
      Object.entries<any>(json.resource).map(([type, resources]) => [type, Object.keys(resources).length]),
    );
    expect(counts).toEqual({
      [TYPES.group]: 2,
      [TYPES.vault]: 1,
      [TYPES.policy]: 1,
      [TYPES.server]: 1,
      [TYPES.role]: 2,
      [TYPES.sleep]: 1,
      [TYPES.instance]: 1,
    });
    expect(json.output).toBeUndefined();
  });

  test('keeps the vault in a group of its own, in the region of the servers', () => {
    const json = synth(statement());
    const vault = only(json, TYPES.vault);
    const [name, group] = entries(json, TYPES.group).find(([, each]) => each.name.startsWith('rg-backup-'))!;
    expect(group.name).toBe('rg-backup-estate-westeurope');
    expect(vault.resource_group_name).toBe(`\${azurerm_resource_group.${name}.name}`);
    expect(vault.location).toBe('westeurope');
    expect(group.location).toBe('westeurope');
  });

  test('hangs together', () => {
    const json = synth(statement());
    const address = (type: string) => `${type}.${entries(json, type)[0][0]}`;
    expect(only(json, TYPES.policy).vault_id).toBe(`\${${address(TYPES.vault)}.id}`);
    expect(only(json, TYPES.instance)).toMatchObject({
      vault_id: `\${${address(TYPES.vault)}.id}`,
      server_id: `\${${address(TYPES.server)}.id}`,
      backup_policy_id: `\${${address(TYPES.policy)}.id}`,
      location: 'westeurope',
      depends_on: [address(TYPES.sleep)],
    });
  });

  test('raises no error and no warning', () => {
    const stack = statement();
    const validator = PostgresBackupValidator.of(stack).use({
      now: NOW,
      profiles: [Profile.RECOMMENDED],
      strict: true,
    });
    expect(withoutNotes(validator.findings())).toEqual([]);
    synth(stack);
    expect(annotations(stack).filter(({ level }) => level !== 'info')).toEqual([]);
  });
});

describe('vaults are shared', () => {
  test('by the servers of a region, whichever way it is written', () => {
    const json = written((stack) => {
      const [a, b] = [newGroup(stack, 'a'), new ResourceGroup(stack, 'b', { name: 'rg-b', location: 'West Europe' })];
      add(stack, 'One', a.location, YEAR, a.name);
      add(stack, 'Two', b.location, YEAR, b.name);
      add(stack, 'Three', 'West Europe');
      add(stack, 'Four', 'westeurope');
      add(stack, 'Five', 'WESTEUROPE');
    });
    expect(all(json, TYPES.vault)).toHaveLength(1);
    expect(all(json, TYPES.policy)).toHaveLength(1);
    expect(all(json, TYPES.instance)).toHaveLength(5);
  });

  test('not between regions', () => {
    const json = written((stack) => {
      add(stack, 'One', 'westeurope');
      add(stack, 'Two', 'northeurope');
    });
    expect(
      all(json, TYPES.vault)
        .map(({ location }) => location)
        .sort(),
    ).toEqual(['northeurope', 'westeurope']);
    expect(
      all(json, TYPES.group)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['rg-backup-estate-northeurope', 'rg-backup-estate-westeurope']);
    expect(all(json, TYPES.policy)).toHaveLength(2);
  });

  test('not between stacks', () => {
    const app = newApp();
    const stacks = ['dev', 'prod'].map((name) => newStack(name, app));
    for (const stack of stacks) add(stack, 'Orders', 'westeurope');
    const names = stacks.map((stack) => only(synth(stack), TYPES.vault).name);
    expect(new Set(names).size).toBe(2);
  });

  test('between servers of a region that is not known yet', () => {
    const json = written((stack) => {
      const location = variable(stack, 'location').stringValue;
      const group = newGroup(stack, 'group', location);
      add(stack, 'One', location);
      add(stack, 'Two', group.location);
      add(stack, 'Three', group.location);
      add(stack, 'Four', variable(stack, 'other').stringValue);
    });
    expect(
      all(json, TYPES.vault)
        .map(({ location }) => location)
        .sort(),
    ).toEqual(['${azurerm_resource_group.group.location}', '${var.location}', '${var.other}']);
  });

  test('below a construct too, and with a group that was made later below an older one', () => {
    const json = written((stack) => {
      const place = newGroup(stack, 'place');
      add(stack, 'One', place.location);
      add(stack, 'Two', newGroup(place, 'nested').location);
    });
    expect(all(json, TYPES.vault)).toHaveLength(1);
  });

  test('with groups of another stack', () => {
    const app = newApp();
    const groups = newStack('groups', app);
    const [a, b] = ['a', 'b'].map((id) => newGroup(groups, id));
    const stack = newStack('servers', app);
    add(stack, 'One', a.location, YEAR, a.name);
    add(stack, 'Two', b.location, YEAR, b.name);
    expect(all(synth(stack), TYPES.vault)).toHaveLength(1);
  });
});

describe('policies are shared', () => {
  test('by the servers of a vault that are to be recoverable as long', () => {
    const stack = newStack();
    const servers = [YEAR, YEAR, Retention.years(10), Retention.months(12)].map((time, index) =>
      add(stack, `Server${index}`, 'westeurope', time),
    );
    expect(servers[1].policy).toBe(servers[0].policy);
    expect(servers[2].policy).not.toBe(servers[0].policy);
    expect(new Set(servers.map(({ vault }) => vault)).size).toBe(1);
    const json = synth(stack);
    expect(all(json, TYPES.policy)).toHaveLength(3);
    expect(new Set(all(json, TYPES.policy).map(({ name }) => name)).size).toBe(3);
  });

  test('in a vault that is given', () => {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', { resourceGroupName: 'rg-backup', location: 'westeurope' });
    const props = { resourceGroupName: 'rg-orders', location: 'westeurope', recoverableFor: YEAR, vault };
    const [one, two] = ['One', 'Two'].map((id) => new ProtectedFlexServer(stack, id, props));
    expect(one.policy).toBe(two.policy);
    expect(one.vault).toBe(vault);
    const json = synth(stack);
    expect(all(json, TYPES.vault)).toHaveLength(1);
    expect(all(json, TYPES.group)).toEqual([]);
  });

  test('of times that are not known yet', () => {
    const stack = newStack();
    const [a, b] = ['a', 'b'].map((name) => Retention.years(variable(stack, name, 'number').numberValue));
    const servers = [a, b, a].map((time, index) => add(stack, `Server${index}`, 'westeurope', time));
    expect(servers[2].policy).toBe(servers[0].policy);
    expect(servers[1].policy).not.toBe(servers[0].policy);
    expect(all(synth(stack), TYPES.policy)).toHaveLength(2);
  });
});

test('the order of the servers changes nothing', () => {
  const texts = [
    [0, 1, 2, 3],
    [3, 1, 0, 2],
    [2, 3, 1, 0],
  ].map((order) => {
    const stack = newStack();
    const groups = [newGroup(stack, 'a'), newGroup(stack, 'b', 'West Europe'), newGroup(stack, 'c', 'northeurope')];
    const statements = [
      () => add(stack, 'One', groups[0].location, YEAR, groups[0].name),
      () => add(stack, 'Two', groups[1].location, Retention.years(10), groups[1].name),
      () => add(stack, 'Three', groups[2].location, YEAR, groups[2].name),
      () => add(stack, 'Four', 'West Europe', YEAR, groups[1].name),
    ];
    for (const index of order) statements[index]();
    synth(stack);
    return synthText(stack);
  });
  expect(texts[1]).toBe(texts[0]);
  expect(texts[2]).toBe(texts[0]);
});

test('servers of two stacks with the same name in two places have two names', () => {
  const app = newApp();
  const [a, b] = ['dev', 'prod'].map((name) => add(newStack(name, app), 'Orders', 'westeurope').serverName);
  expect(a).not.toBe(b);
});

describe('what protects it', () => {
  const place = { resourceGroupName: 'rg-orders', location: 'westeurope' };

  test('a policy of one’s own', () => {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', place);
    const policy = BackupPolicy.weekly3MonthsMonthly1Year(stack, 'Policy', vault);
    const server = new ProtectedFlexServer(stack, 'Orders', { ...place, policy });
    expect(server).toMatchObject({ policy, vault });
    expect(server.backupInstance.server).toBe(server);
    // The vault may be named beside its policy.
    new ProtectedFlexServer(stack, 'Ledger', { ...place, policy, vault });
    expect(all(synth(stack), TYPES.policy)).toHaveLength(1);
  });

  test('neither or both of time and policy are refused', () => {
    const stack = newStack();
    const vault = new BackupVault(stack, 'Vault', place);
    const policy = BackupPolicy.weekly3MonthsMonthly1Year(stack, 'Policy', vault);
    const neither = thrown(() => new ProtectedFlexServer(stack, 'A', place));
    expect(neither.code).toBe('Recoverability');
    expect(neither.constructPath).toBe('estate/A');
    expect(neither.message).toContain('`recoverableFor` or `policy` must be given, one of them, got: neither.');
    const both = thrown(() => new ProtectedFlexServer(stack, 'B', { ...place, policy, recoverableFor: YEAR }));
    expect(both.code).toBe('Recoverability');
    expect(both.message).toContain('got: both.');
  });

  test('a policy of another vault is refused', () => {
    const stack = newStack();
    const [one, two] = ['One', 'Two'].map((id) => new BackupVault(stack, id, place));
    const policy = BackupPolicy.weekly3MonthsMonthly1Year(stack, 'Policy', one);
    const error = thrown(() => new ProtectedFlexServer(stack, 'A', { ...place, policy, vault: two }));
    expect(error.code).toBe('Recoverability');
    expect(error.message).toContain(
      '`vault` must be the vault of `policy`, got: /estate/Two and a policy of /estate/One.',
    );
  });

  test.each(['P6D', 'P11Y'])('%s is refused', (iso) => {
    const error = thrown(() => add(newStack(), 'Orders', 'westeurope', Retention.parse(iso)));
    expect(error.code).toBe('PGB301');
    expect(error.constructPath).toBe('estate/Orders');
    expect(error.message).toContain('`recoverableFor` must be between 7 days and 10 years, got: ');
  });

  test('a second policy is refused', () => {
    const stack = newStack();
    const server = add(stack, 'Orders', 'westeurope');
    const error = thrown(() => server.policy.protect(server));
    expect(error.code).toBe('PGB410');
    expect(error.constructPath).toBe('estate/Orders');
  });
});
