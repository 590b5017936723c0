import { TerraformStack } from 'cdktf';
import {
  BackupVault,
  IBackupVault,
  PostgresBackupValidator,
  Profile,
  PropagationWait,
  ProtectedFlexServer,
  Retention,
} from '../../src';
import { shortHash } from '../../src/terraform/names';
import {
  all,
  assignments,
  entries,
  LTR,
  newApp,
  newStack,
  NOW,
  only,
  READER,
  synth,
  synthError,
  synthText,
  TYPES,
  withoutNotes,
} from '../kit';

const YEAR = Retention.years(1);
const GROUPS = ['rg-orders', 'rg-ledger'];
const OWN = 100;

function newVault(stack: TerraformStack, id = 'Vault', propagationWait?: PropagationWait): BackupVault {
  return new BackupVault(stack, id, { resourceGroupName: 'rg-backup', location: 'westeurope', propagationWait });
}

/** Ids of so many servers, which lie in two groups by turns. */
function ids(count: number, prefix = 'S'): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

function addServers(stack: TerraformStack, vault: IBackupVault, names: readonly string[]): void {
  for (const id of names) {
    const resourceGroupName = GROUPS[Number(/\d+$/.exec(id)![0]) % GROUPS.length];
    new ProtectedFlexServer(stack, id, { resourceGroupName, location: 'westeurope', vault, recoverableFor: YEAR });
  }
}

function estate(names: readonly string[], wait?: PropagationWait): TerraformStack {
  const stack = newStack();
  addServers(stack, newVault(stack, 'Vault', wait), names);
  return stack;
}

interface Protection {
  /** Id of the server's construct. */
  readonly id: string;
  readonly role: string;
  readonly reader: string;
  readonly wait: string;
}

/** Who waits for what, by server; every server of the stack is protected. */
function protections(json: any): Protection[] {
  const address = (type: string, name: string) => `${type}.${name}`;
  const roles = Object.entries<any>(json.resource[TYPES.role]);
  const named = roles.map(([name]) => address(TYPES.role, name));
  const resources = new Map(entries(json, TYPES.role).map(([name, role]) => [address(TYPES.role, name), role]));
  expect([...resources.keys()].sort()).toEqual(named.sort());
  const find = (guid: string, principal: string, scope: (text: string) => boolean) => {
    const found = [...resources].filter(
      ([, role]) => role.role_definition_id.endsWith(guid) && role.principal_id === principal && scope(role.scope),
    );
    expect(found).toHaveLength(1);
    return found[0][0];
  };
  const servers = new Map(entries(json, TYPES.server));
  const instances = entries(json, TYPES.instance);
  expect(instances).toHaveLength(servers.size);
  return instances.map(([, instance]) => {
    const [, name] = new RegExp(`^\\$\\{${TYPES.server}\\.(.+)\\.id\\}$`).exec(instance.server_id)!;
    const principal = instance.vault_id.replace(/(?:\.id|_id)\}$/, '.identity[0].principal_id}');
    const group = `/resourceGroups/${servers.get(name).resource_group_name}`;
    expect(instance.depends_on).toHaveLength(1);
    return {
      id: name.replace(/_[0-9A-F]{8}$/, ''),
      role: find(LTR, principal, (scope) => scope === instance.server_id),
      reader: find(READER, principal, (scope) => scope.endsWith(group)),
      wait: instance.depends_on[0],
    };
  });
}

function waitsOf(json: any): Map<string, any> {
  return new Map(entries(json, TYPES.sleep).map(([name, wait]) => [`${TYPES.sleep}.${name}`, wait]));
}

function isShared(wait: any): boolean {
  return wait.triggers !== undefined;
}

/** Every wait waits for its members, all of them and no other. */
function expectConsistent(json: any, stackName = 'estate'): void {
  const waits = waitsOf(json);
  const found = protections(json);
  expect(new Set(found.map(({ wait }) => wait))).toEqual(new Set(waits.keys()));
  for (const [address, wait] of waits) {
    const members = found.filter((each) => each.wait === address);
    const roles = members.map(({ role }) => role).sort();
    const readers = [...new Set(members.map(({ reader }) => reader))];
    expect([...wait.depends_on].sort()).toEqual([...roles, ...readers].sort());
    expect(Object.keys(wait.lifecycle)).toEqual(['replace_triggered_by']);
    expect([...wait.lifecycle.replace_triggered_by].sort()).toEqual(roles);
    expect(wait.create_duration).toBe('10m');
    if (!isShared(wait)) {
      expect(members).toHaveLength(1);
      continue;
    }
    expect(Object.keys(wait.triggers).sort()).toEqual(members.map(({ id }) => shortHash(`${stackName}/${id}`)).sort());
    for (const { id } of members) expect(address).toContain(`BackupRoleWait-${shortHash(`${stackName}/${id}`, 2)}`);
  }
}

function shared(json: any): [string, any][] {
  return [...waitsOf(json)].filter(([, wait]) => isShared(wait));
}

/** An id whose wait is one that is there, or one that isn't. */
function newcomer(taken: ReadonlySet<string>, joins: boolean): string {
  return ids(5000, 'New').find((id) => taken.has(shortHash(`estate/${id}`, 2)) === joins)!;
}

describe('the first hundred servers', () => {
  const json = synth(estate(ids(OWN)));

  test('have a wait of their own each, without triggers', () => {
    expect(waitsOf(json).size).toBe(OWN);
    expect(new Set(protections(json).map(({ wait }) => wait)).size).toBe(OWN);
    expect(shared(json)).toEqual([]);
    expectConsistent(json);
  });

  test('below the server', () => {
    for (const { id, wait } of protections(json)) {
      expect(wait).toMatch(new RegExp(`^time_sleep\\.${id}_BackupRoleWait-Vault_[0-9A-F]{8}$`));
    }
  });

  test('of which the last stays as it is when another comes', () => {
    const more = synth(estate(ids(OWN + 1)));
    expect(shared(more)).toHaveLength(1);
    for (const [address, wait] of waitsOf(json)) expect(waitsOf(more).get(address)).toEqual(wait);
  });
});

describe('further servers', () => {
  const NAMES = ids(OWN + 30);
  const stack = estate(NAMES);
  const json = synth(stack);
  const buckets = new Set(NAMES.slice(OWN).map((id) => shortHash(`estate/${id}`, 2)));

  test('share waits by the hash of their path', () => {
    expect(shared(json)).toHaveLength(buckets.size);
    expect(waitsOf(json).size).toBe(OWN + buckets.size);
    expect(shared(json).every(([address]) => /^time_sleep\.Vault_BackupRoleWait-[0-9a-f]{2}_/.test(address))).toBe(
      true,
    );
    const late = protections(json).filter(({ id }) => NAMES.indexOf(id) >= OWN);
    expect(late).toHaveLength(30);
    const awaited = new Set(late.map(({ wait }) => wait));
    expect([...awaited].sort()).toEqual(
      shared(json)
        .map(([address]) => address)
        .sort(),
    );
    // Were nothing shared here, the rest would say nothing.
    expect(buckets.size).toBeLessThan(30);
  });

  test('each wait for their own roles, and Reader once', () => expectConsistent(json));

  test('a wait may have members of both groups', () => {
    const readers = shared(json).map(([, { depends_on: awaited }]) =>
      awaited.filter((address: string) => address.includes('Reader-')),
    );
    for (const each of readers) expect(new Set(each).size).toBe(each.length);
    expect(assignments(json, READER)).toHaveLength(2);
  });

  test('raise no error and no warning', () => {
    const validator = PostgresBackupValidator.of(stack);
    const findings = validator.findings({ now: NOW, profiles: [Profile.RECOMMENDED], strict: true });
    expect(withoutNotes(findings)).toEqual([]);
  });

  test('PGB103 is raised where a server leaves the wait that it shares', () => {
    const broken = estate(NAMES);
    const instance = broken.node
      .findChild(NAMES[OWN + 5])
      .node.findChild('BackupInstance')
      .node.findChild('Resource');
    (instance as any).dependsOn = undefined;
    const findings = PostgresBackupValidator.of(broken).findings({ now: NOW });
    expect(new Set(findings.map(({ rule, path }) => `${rule} ${path}`))).toEqual(
      new Set([`PGB103 estate/${NAMES[OWN + 5]}/BackupInstance`]),
    );
  });

  test.each([true, false])('one more touches one wait and nothing else, joining: %s', (joins) => {
    const id = newcomer(buckets, joins);
    const more = synth(estate([...NAMES, id]));
    const { resource: before, ...rest } = json;
    const { resource: after, ...restAfter } = more;
    expect(restAfter).toEqual(rest);
    const changed: string[] = [];
    const added: string[] = [];
    for (const [type, resources] of Object.entries<any>(after)) {
      for (const [name, resource] of Object.entries<any>(resources)) {
        if (before[type][name] === undefined) added.push(type);
        else if (JSON.stringify(before[type][name]) !== JSON.stringify(resource)) changed.push(`${type}.${name}`);
      }
      expect(Object.keys(resources)).toEqual(expect.arrayContaining(Object.keys(before[type])));
    }
    const own = [TYPES.server, TYPES.role, TYPES.instance];
    const wait = protections(more).find((each) => each.id === id)!.wait;
    expect(changed).toEqual(joins ? [wait] : []);
    expect(added.sort()).toEqual((joins ? own : [...own, TYPES.sleep]).sort());
    expectConsistent(more);
    if (!joins) return;
    // New triggers make the wait anew; what it waited for before, it still waits for.
    const [old, extended] = [waitsOf(json).get(wait), waitsOf(more).get(wait)];
    expect(extended.triggers).toEqual({ ...old.triggers, [shortHash(`estate/${id}`)]: expect.any(String) });
    expect(extended.depends_on).toEqual(expect.arrayContaining(old.depends_on));
  });

  test('one less touches one wait and nothing else', () => {
    const gone = NAMES[OWN + 29];
    const less = synth(estate(NAMES.filter((id) => id !== gone)));
    const [was, is] = [waitsOf(json), waitsOf(less)];
    const { wait } = protections(json).find(({ id }) => id === gone)!;
    const differing = [...was].filter(([address, each]) => JSON.stringify(is.get(address)) !== JSON.stringify(each));
    expect(differing.map(([address]) => address)).toEqual([wait]);
    expectConsistent(less);
  });

  test('the order of the first hundred changes nothing', () => {
    const other = estate([...NAMES.slice(0, OWN).reverse(), ...NAMES.slice(OWN)]);
    synth(other);
    expect(synthText(other)).toBe(synthText(stack));
  });

  test('their own order changes no wait’s members', () => {
    const other = synth(estate([...NAMES.slice(0, OWN), ...NAMES.slice(OWN).reverse()]));
    expect(protections(other)).toEqual(protections(json));
    expectConsistent(other);
  });

  test('one that was there before the hundredth leaves those behind it in their buckets', () => {
    // Another server in front takes the place of the hundredth; nobody else has to change waits.
    const other = synth(estate(['First0', ...NAMES]));
    const moved = protections(other).filter(({ id, wait }) => {
      const before = protections(json).find((each) => each.id === id);
      return before !== undefined && before.wait !== wait;
    });
    expect(moved.map(({ id }) => id)).toEqual([NAMES[OWN - 1]]);
    expectConsistent(other);
  });
});

test('no wait, no resources for it', () => {
  const json = synth(estate(ids(OWN + 5), PropagationWait.none()));
  expect(all(json, TYPES.sleep)).toEqual([]);
  expect(json.provider.time).toBeUndefined();
  expect(json.terraform.required_providers.time).toBeUndefined();
  const readers = entries(json, TYPES.role)
    .filter(([, { role_definition_id: role }]) => role.endsWith(READER))
    .map(([name]) => `${TYPES.role}.${name}`);
  const awaited = all(json, TYPES.instance).map(({ depends_on: each }) => each);
  expect(new Set(awaited.map(([role]) => role)).size).toBe(OWN + 5);
  for (const [role, reader, ...rest] of awaited) {
    expect(readers).not.toContain(role);
    expect(readers).toContain(reader);
    expect(rest).toEqual([]);
  }
});

test('the duration of the vault holds for shared waits too', () => {
  const json = synth(estate(ids(OWN + 2), PropagationWait.seconds(90)));
  expect(shared(json).length).toBeGreaterThan(0);
  expect(new Set(all(json, TYPES.sleep).map(({ create_duration: duration }) => duration))).toEqual(new Set(['90s']));
});

test('twice the same server counts once', () => {
  const stack = newStack();
  const vault = newVault(stack);
  addServers(stack, vault, ids(OWN));
  for (const id of ids(OWN)) vault.grantBackup(stack.node.findChild(id) as ProtectedFlexServer);
  expect(shared(synth(stack))).toEqual([]);
  const last = newStack();
  const other = newVault(last);
  addServers(last, other, ids(OWN + 1));
  const grant = other.grantBackup(last.node.findChild(`S${OWN}`) as ProtectedFlexServer);
  expect(grant.dependables).toHaveLength(1);
  expect(Object.keys(shared(synth(last))[0][1].triggers)).toHaveLength(1);
});

test('two vaults of one stack share nothing', () => {
  const stack = newStack();
  const vaults = ['One', 'Two'].map((id) => newVault(stack, id));
  const NAMES = [ids(OWN + 20, 'A'), ids(OWN + 20, 'B')];
  vaults.forEach((vault, index) => addServers(stack, vault, NAMES[index]));
  const json = synth(stack);
  expectConsistent(json);
  const found = protections(json);
  const [a, b] = ['A', 'B'].map(
    (prefix) => new Set(found.filter(({ id }) => id[0] === prefix).map(({ wait }) => wait)),
  );
  expect([...a].filter((wait) => b.has(wait))).toEqual([]);
  for (const [waits, id] of [
    [a, 'One'],
    [b, 'Two'],
  ] as const) {
    const own = [...waits].filter((wait) => wait.includes(`_BackupRoleWait-${id}_`));
    expect(own).toHaveLength(OWN);
    const others = [...waits].filter((wait) => !own.includes(wait));
    expect(others.length).toBeGreaterThan(0);
    for (const wait of others) expect(wait).toContain(`.${id}_BackupRoleWait-`);
  }
});

test('each stack of a vault has waits of its own', () => {
  const app = newApp();
  const central = newStack('central', app);
  const vault = newVault(central);
  const stacks = ['orders', 'ledger'].map((name) => newStack(name, app));
  for (const stack of stacks) addServers(stack, vault, ids(OWN + 10));
  expect(synthError(central)).toBeUndefined();
  expect(all(JSON.parse(synthText(central)!), TYPES.sleep)).toEqual([]);
  const place = `BackupRoles-${shortHash(vault.node.path)}`;
  for (const stack of stacks) {
    const json = JSON.parse(synthText(stack)!);
    const waits = [...waitsOf(json)];
    const [own, others] = [false, true].map((each) => waits.filter(([, wait]) => isShared(wait) === each));
    expect(own).toHaveLength(OWN);
    expect(others.length).toBeGreaterThan(0);
    for (const [address] of others) expect(address).toContain(`.${place}_BackupRoleWait-`);
    // Each names resources of its own stack only.
    const roles = new Set(entries(json, TYPES.role).map(([name]) => `${TYPES.role}.${name}`));
    for (const [, { depends_on: awaited }] of waits) {
      expect(awaited.filter((role: string) => !roles.has(role))).toEqual([]);
    }
    const members = others.flatMap(([, { triggers }]) => Object.keys(triggers)).sort();
    expect(members).toEqual(
      ids(OWN + 10)
        .slice(OWN)
        .map((id) => shortHash(`${stack.node.id}/${id}`))
        .sort(),
    );
    for (const { depends_on: awaited } of all(json, TYPES.instance)) {
      expect(waits.map(([address]) => address)).toContain(awaited[0]);
    }
    expect(only(json, TYPES.policy)).toBeDefined();
  }
});
