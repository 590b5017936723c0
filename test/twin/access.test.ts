import { Temporal } from '@js-temporal/polyfill';
import { freshTwin, GROUP, SUBSCRIPTION } from './client';
import { OTHER_SUBSCRIPTION, Platform, READER, refusalOf, STORAGE } from './platform-kit';
import { hasRole } from '../../src/twin/resources/role-assignment-facts';

const client = freshTwin({ rbacDelaySeconds: 600 });
const platform = () => new Platform(client());
const azure = () => client().twin.azure;

const AUTHORIZATION = 'providers/Microsoft.Authorization';
const CONTRIBUTOR = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const PRINCIPAL = '99999999-9999-4999-8999-999999999999';
const guid = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;
const roleId = (role: string) => `${SUBSCRIPTION}/${AUTHORIZATION}/roleDefinitions/${role}`;
const assignment = (name: string, scope = GROUP) => `${scope}/${AUTHORIZATION}/roleAssignments/${name}`;
const definition = (name: string, scope = SUBSCRIPTION) => `${scope}/${AUTHORIZATION}/roleDefinitions/${name}`;
const lock = (name: string, scope: string) => `${scope}/${AUTHORIZATION}/locks/${name}`;
const assign = (name: string, scope = GROUP, properties: any = {}) =>
  platform().put(assignment(name, scope), {
    properties: { roleDefinitionId: roleId(READER), principalId: PRINCIPAL, ...properties },
  });

beforeEach(() => client().makeGroup());

describe('a role assignment', () => {
  it('[role-assignment-exists] is there once for a role, a principal and a scope', async () => {
    expect((await assign(guid(1))).status).toBe(201);
    expect(refusalOf(await assign(guid(2)))).toEqual({ status: 409, code: 'RoleAssignmentExists' });
    expect((await assign(guid(2), SUBSCRIPTION)).status).toBe(201);
    expect((await assign(guid(3), GROUP, { roleDefinitionId: roleId(CONTRIBUTOR) })).status).toBe(201);
  });

  it('[role-assignment-fixed] keeps role, principal and scope; description and condition change', async () => {
    await assign(guid(1));
    const described = await assign(guid(1), GROUP, { description: 'why', condition: "@Resource[x] StringEquals 'y'" });
    expect(described.status).toBe(200);
    expect(described.body.properties).toMatchObject({ description: 'why', conditionVersion: null });
    const refusal = { status: 400, code: 'RoleAssignmentUpdateNotPermitted' };
    expect(refusalOf(await assign(guid(1), GROUP, { roleDefinitionId: roleId(CONTRIBUTOR) }))).toEqual(refusal);
    expect(refusalOf(await assign(guid(1), GROUP, { principalId: guid(7) }))).toEqual(refusal);
    expect(refusalOf(await assign(guid(1), SUBSCRIPTION))).toEqual(refusal);
    expect(refusalOf(await assign(guid(1), OTHER_SUBSCRIPTION))).toEqual(refusal);
  });

  it('[role-assignment-limit] is one of 4,000 in a subscription', async () => {
    const made = azure();
    const fill = (index: number, scope: string) =>
      made.resources.put({
        id: assignment(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, scope),
        type: 'Microsoft.Authorization/roleAssignments',
        name: '',
        createdAt: '2024-01-01T00:00:00Z',
        body: {},
        hidden: {},
      });
    for (let index = 0; index < 3999; index++) fill(index, index % 2 === 0 ? GROUP : SUBSCRIPTION);
    expect((await assign(guid(1))).status).toBe(201);
    const further = { roleDefinitionId: roleId(CONTRIBUTOR) };
    expect(refusalOf(await assign(guid(2), GROUP, further))).toEqual({
      status: 400,
      code: 'RoleAssignmentLimitExceeded',
    });
    expect((await assign(guid(2), OTHER_SUBSCRIPTION, further)).status).toBe(201);
  });

  it('[role-assignment-delay] has an effect at its scope and below, once its time has come', async () => {
    const storage = await platform().makeStorage();
    await assign(guid(1));
    const has = (scope: string) =>
      hasRole(azure(), PRINCIPAL.toUpperCase(), [CONTRIBUTOR, READER.toUpperCase()], scope);
    const { createdAt } = azure().resources.get(assignment(guid(1)))!;
    const at = (seconds: number) => Temporal.Instant.from(createdAt).add({ seconds });
    expect(has(GROUP)).toBe(false);
    azure().advanceTo(at(598));
    expect(has(GROUP)).toBe(false);
    azure().advanceTo(at(600));
    expect([has(GROUP), has(storage), has(SUBSCRIPTION)]).toEqual([true, true, false]);
    expect(hasRole(azure(), PRINCIPAL, [CONTRIBUTOR], GROUP)).toBe(false);
    await platform().delete(assignment(guid(1)));
    expect(has(GROUP)).toBe(false);
  });

  it('[role-assignment-prefix] names its role with the subscription in front, and knows what its principal is', async () => {
    const bare = `/${AUTHORIZATION}/roleDefinitions/${READER}`;
    const { body } = await assign(guid(1), GROUP, { roleDefinitionId: bare });
    expect(body.properties).toMatchObject({ roleDefinitionId: roleId(READER), scope: GROUP, principalType: 'User' });
    const principalId = await platform().makeIdentity();
    expect((await assign(guid(2), GROUP, { principalId })).body.properties.principalType).toBe('ServicePrincipal');
    expect((await assign(guid(3), SUBSCRIPTION, { principalType: 'Group' })).body.properties.principalType).toBe(
      'Group',
    );
  });

  it('[role-assignment-needs] needs a name, a principal, a role and a scope that there are', async () => {
    expect(refusalOf(await assign('mine'))).toEqual({ status: 400, code: 'InvalidRoleAssignmentId' });
    const sent = async (properties: any, scope = GROUP) => refusalOf(await assign(guid(1), scope, properties)).code;
    expect(await sent({ principalId: 'somebody' })).toBe('InvalidPrincipalId');
    expect(await sent({ principalId: undefined })).toBe('InvalidPrincipalId');
    expect(await sent({ roleDefinitionId: roleId('reader') })).toBe('InvalidRoleDefinitionId');
    expect(await sent({ roleDefinitionId: roleId(guid(9)) })).toBe('RoleDefinitionDoesNotExist');
    expect(await sent({}, `${SUBSCRIPTION}/resourceGroups/none`)).toBe('ResourceGroupNotFound');
    expect(await sent({}, `${STORAGE}/none`)).toBe('ResourceNotFound');
    expect(await sent({}, '/providers/Microsoft.Management/managementGroups/mine')).toBeUndefined();
  });

  it('[role-assignment-list] is listed at its scope, above and below', async () => {
    const storage = await platform().makeStorage();
    await assign(guid(1), SUBSCRIPTION);
    await assign(guid(2), GROUP, { principalId: guid(8) });
    await assign(guid(3), storage);
    const list = async (scope: string, filter?: string) => {
      const query = filter === undefined ? '' : `?$filter=${encodeURIComponent(filter)}`;
      const { body } = await platform().get(`${scope}/${AUTHORIZATION}/roleAssignments${query}`);
      return body.value.map(({ name }: any) => name).sort();
    };
    expect(await list(SUBSCRIPTION)).toEqual([guid(1), guid(2), guid(3)]);
    expect(await list(GROUP, 'atScope()')).toEqual([guid(1), guid(2)]);
    expect(await list(storage)).toEqual([guid(1), guid(2), guid(3)]);
    expect(await list(GROUP, `principalId eq '${guid(8).toUpperCase()}'`)).toEqual([guid(2)]);
    expect(await list(SUBSCRIPTION, `atScope() and assignedTo('${PRINCIPAL}')`)).toEqual([guid(1)]);
  });
});

describe('a role', () => {
  const custom = (properties: any = {}) => ({
    properties: { roleName: 'mine', permissions: [{ actions: ['*/read'] }], ...properties },
  });

  it('[role-definition-names] is found by its exact name, and by its id under every scope', async () => {
    const list = async (name: string) => {
      const filter = encodeURIComponent(`roleName eq '${name}'`);
      return (await platform().get(`${GROUP}/${AUTHORIZATION}/roleDefinitions?$filter=${filter}`)).body.value;
    };
    const [found, ...others] = await list('PostgreSQL Flexible Server Long Term Retention Backup Role');
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      id: roleId('c088a766-074b-43ba-90d4-1fb21feae531'),
      properties: { type: 'BuiltInRole' },
    });
    expect(found.properties.permissions[0].actions).toHaveLength(14);
    expect(await list('PostgreSQL Flexible Server Long Term Retention Backup')).toEqual([]);
    expect(await list("Nobody's")).toEqual([]);
    const { body } = await platform().get(`/${AUTHORIZATION}/roleDefinitions/${READER}`);
    expect(body).toMatchObject({
      id: `/${AUTHORIZATION}/roleDefinitions/${READER}`,
      properties: { roleName: 'Reader' },
    });
  });

  it('[role-definition-missing] that is not there is not found', async () => {
    expect(refusalOf(await platform().get(definition(guid(1))))).toEqual({
      status: 404,
      code: 'RoleDefinitionDoesNotExist',
    });
  });

  it('[role-definition-written] is answered with 201 each time, and says when it changed', async () => {
    const first = await platform().put(definition(guid(1), GROUP), custom());
    expect(first).toMatchObject({ status: 201, body: { id: roleId(guid(1)) } });
    expect(first.body.properties).toMatchObject({ type: 'CustomRole', assignableScopes: [GROUP] });
    azure().advanceTo(azure().clock.now().add({ minutes: 5 }));
    const second = await platform().put(definition(guid(1), GROUP), custom({ description: 'why' }));
    expect(second.status).toBe(201);
    expect(second.body.properties.createdOn).toBe(first.body.properties.createdOn);
    expect(second.body.properties.updatedOn > first.body.properties.updatedOn).toBe(true);
    expect(refusalOf(await platform().put(definition('mine'), custom())).status).toBe(400);
    expect(refusalOf(await platform().put(definition(READER), custom())).status).toBe(400);
  });

  it('[role-definition-same-name] has a name of its own in the tenant', async () => {
    await platform().put(definition(guid(1)), custom());
    const refusal = { status: 409, code: 'RoleDefinitionWithSameNameExists' };
    expect(refusalOf(await platform().put(definition(guid(2)), custom({ roleName: 'MINE' })))).toEqual(refusal);
    expect(refusalOf(await platform().put(definition(guid(2)), custom({ roleName: 'Reader' })))).toEqual(refusal);
    expect((await platform().put(definition(guid(1)), custom({ roleName: 'other' }))).status).toBe(201);
  });

  it('[role-definition-assigned] stays while it is assigned', async () => {
    await platform().put(definition(guid(1)), custom());
    await assign(guid(2), GROUP, { roleDefinitionId: roleId(guid(1)) });
    expect(refusalOf(await platform().delete(definition(guid(1))))).toEqual({
      status: 400,
      code: 'RoleDefinitionHasAssignments',
    });
    await platform().delete(assignment(guid(2)));
    expect((await platform().delete(definition(guid(1)))).status).toBe(200);
    expect((await platform().delete(definition(guid(1)))).status).toBe(204);
    expect(refusalOf(await platform().delete(definition(READER))).status).toBe(400);
  });
});

describe('a lock', () => {
  const CONTAINER = 'blobServices/default/containers/restore';
  const set = (level: string, scope: string, name = 'keep') =>
    platform().put(lock(name, scope), { properties: { level, notes: 'why' } });
  const locked = { status: 409, code: 'ScopeLocked' };
  let storage: string;

  beforeEach(async () => {
    storage = await platform().makeStorage();
  });

  it('[lock-cannot-delete] keeps what it is put on, what is in it and what extends it', async () => {
    await platform().put(`${storage}/${CONTAINER}`, {});
    await assign(guid(1), storage);
    expect((await set('CanNotDelete', storage)).status).toBe(201);
    for (const path of [storage, `${storage}/${CONTAINER}`, assignment(guid(1), storage)]) {
      const reply = await platform().delete(path);
      expect({ path, ...refusalOf(reply) }).toEqual({ path, ...locked });
      expect(reply.body.error.message).toContain(`following scope(s) are locked: '${storage}'`);
      expect((await platform().get(path)).status).toBe(200);
    }
    expect((await platform().put(`${storage}/blobServices/default/containers/more`, {})).status).toBe(201);
    expect((await platform().post(`${storage}/listKeys`)).status).toBe(200);
  });

  it('[lock-cannot-delete] of a group or subscription reaches everything in it', async () => {
    for (const scope of [GROUP, SUBSCRIPTION]) {
      await set('CanNotDelete', scope);
      expect(refusalOf(await platform().delete(storage))).toEqual(locked);
      expect((await platform().delete(lock('keep', scope))).status).toBe(200);
    }
    expect((await platform().delete(storage)).status).toBe(200);
  });

  it('[lock-above] keeps what contains it, whole', async () => {
    const other = await platform().makeStorage('stother');
    await set('CanNotDelete', storage);
    expect(refusalOf(await platform().delete(GROUP))).toEqual(locked);
    expect((await platform().get(other)).status).toBe(200);
    expect((await platform().delete(other)).status).toBe(200);
  });

  it('[lock-read-only] forbids every write below it', async () => {
    await set('ReadOnly', storage);
    expect(refusalOf(await platform().post(`${storage}/listKeys`))).toEqual(locked);
    expect(refusalOf(await platform().put(`${storage}/${CONTAINER}`, {}))).toEqual(locked);
    expect(refusalOf(await platform().send('PATCH', storage, { tags: { a: 'b' } }))).toEqual(locked);
    expect(refusalOf(await assign(guid(1), storage))).toEqual(locked);
    expect(refusalOf(await platform().delete(storage))).toEqual(locked);
    expect((await platform().get(storage)).status).toBe(200);
    expect((await assign(guid(1))).status).toBe(201);
  });

  it('[lock-removed] can be removed, and then everything is as before', async () => {
    await set('ReadOnly', storage);
    await set('CanNotDelete', GROUP, 'second');
    expect((await platform().get(`${SUBSCRIPTION}/${AUTHORIZATION}/locks`)).body.value).toHaveLength(2);
    expect((await platform().delete(lock('keep', storage))).status).toBe(200);
    expect((await platform().delete(lock('second', GROUP))).status).toBe(200);
    expect((await platform().get(lock('keep', storage))).status).toBe(404);
    expect((await platform().delete(GROUP)).status).toBe(202);
  });

  it('[lock-levels] has a level, a name and notes of bounded length', async () => {
    const put = async (properties: any, name = 'keep') =>
      (await platform().put(lock(name, GROUP), { properties })).status;
    expect(await put({ level: 'NotSpecified' })).toBe(400);
    expect(await put({})).toBe(400);
    expect(await put({ level: 'CanNotDelete', notes: 'x'.repeat(513) })).toBe(400);
    expect(await put({ level: 'CanNotDelete' }, 'ends.')).toBe(400);
    expect(await put({ level: 'CanNotDelete' }, 'x'.repeat(91))).toBe(400);
    expect(await put({ level: 'CanNotDelete', notes: 'x'.repeat(512) }, 'x'.repeat(90))).toBe(201);
    expect(refusalOf(await set('CanNotDelete', `${STORAGE}/none`)).status).toBe(404);
  });
});

describe('a policy', () => {
  const POLICY = `${SUBSCRIPTION}/${AUTHORIZATION}/policyDefinitions/geo`;
  const INITIATIVE = `${SUBSCRIPTION}/${AUTHORIZATION}/policySetDefinitions/all`;
  const ASSIGNMENT = `${GROUP}/${AUTHORIZATION}/policyAssignments/geo`;
  const policyRule = { if: { field: 'type', equals: 'x' }, then: { effect: 'audit' } };
  const define = () => platform().put(POLICY, { properties: { policyRule } });
  const assignPolicy = (policyDefinitionId: string, rest: any = {}) =>
    platform().put(ASSIGNMENT, { ...rest, properties: { policyDefinitionId } });

  it('[policy-definition-missing] must be there to be assigned', async () => {
    expect(refusalOf(await platform().get(POLICY))).toEqual({ status: 404, code: 'PolicyDefinitionNotFound' });
    expect(refusalOf(await assignPolicy(POLICY))).toEqual({ status: 400, code: 'PolicyDefinitionNotFound' });
    expect((await define()).body.properties).toMatchObject({ policyType: 'Custom', mode: 'Indexed' });
    const { status, body } = await assignPolicy(POLICY, {
      identity: { type: 'SystemAssigned' },
      location: 'westeurope',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      properties: { scope: GROUP, enforcementMode: 'Default' },
      identity: { principalId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(refusalOf(await assignPolicy(POLICY, { identity: { type: 'SystemAssigned' } })).status).toBe(400);
    expect((await assignPolicy(`/${AUTHORIZATION}/policyDefinitions/${guid(1)}`)).status).toBe(201);
    expect(refusalOf(await platform().put(POLICY, { properties: {} })).code).toBe('InvalidPolicyRule');
  });

  it('[policy-definition-in-use] stays while it is assigned or part of an initiative', async () => {
    await define();
    await platform().put(INITIATIVE, { properties: { policyDefinitions: [{ policyDefinitionId: POLICY }] } });
    const refusal = { status: 400, code: 'InvalidDeletePolicyDefinitionRequest' };
    expect(refusalOf(await platform().delete(POLICY))).toEqual(refusal);
    await assignPolicy(INITIATIVE);
    expect(refusalOf(await platform().delete(INITIATIVE))).toEqual(refusal);
    for (const path of [ASSIGNMENT, INITIATIVE, POLICY]) expect((await platform().delete(path)).status).toBe(200);
  });
});
