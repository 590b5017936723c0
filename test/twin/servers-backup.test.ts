import {
  Backup,
  grant,
  INSTANCE,
  instanceBody,
  LTR_ROLE,
  POLICY,
  policyBody,
  READER_ROLE,
  VAULT,
  vaultBody,
} from './backup-kit';
import { freshTwin, GROUP } from './client';
import { copyBody, freshServers, serverBody, serverId, VERSION } from './server-kit';

const client = freshTwin({ startAt: '2026-02-01T00:00:00Z' });
const servers = freshServers(client);
const FINE = { status: 202, code: undefined };
const REFUSED = { status: 400, code: 'BadRequest' };
const UNEXPECTED = { status: 200, code: 'InternalServerError' };
const pathOf = (name: string, server?: string) => `${serverId(server)}/backups/${name}`;
const backUp = (name: string, server?: string) => servers().send('PUT', pathOf(name, server));
const drop = (name: string) => servers().send('DELETE', pathOf(name));
const listed = (server?: string) => servers().list(`${serverId(server)}/backups`);
const namesOf = async (backupType: string, server?: string) =>
  (await listed(server)).filter(({ properties }) => properties.backupType === backupType).map(({ name }) => name);

describe('an on-demand backup', () => {
  it('[on-demand-kept] is there until it is deleted, or too old', async () => {
    await servers().make();
    expect(await backUp('first')).toMatchObject(FINE);
    await servers().pass('P6D');
    expect(await backUp('second')).toMatchObject(FINE);
    const { body } = await servers().send('GET', pathOf('second'));
    expect(body).toEqual({
      id: pathOf('second'),
      name: 'second',
      type: 'Microsoft.DBforPostgreSQL/flexibleServers/backups',
      properties: {
        backupType: 'Customer On-Demand',
        completedTime: expect.stringMatching(/^2026-02-07T00:00/),
        source: 'Customer Initiated',
      },
    });
    expect(await namesOf('Customer On-Demand')).toEqual(['first', 'second']);
    await servers().pass('P1DT1H');
    expect(await namesOf('Customer On-Demand')).toEqual(['second']);
    expect(await servers().send('GET', pathOf('first'))).toMatchObject({ status: 404 });
    expect(await backUp('first')).toMatchObject(FINE);
    expect(await drop('second')).toMatchObject(FINE);
    expect(await namesOf('Customer On-Demand')).toEqual(['first']);
  });

  it('[on-demand-most] is one of seven', async () => {
    await servers().make();
    for (const number of [1, 2, 3, 4, 5, 6, 7]) expect(await backUp(`backup-${number}`)).toMatchObject(FINE);
    expect(await backUp('backup-8')).toMatchObject(REFUSED);
    await drop('backup-1');
    expect(await backUp('backup-8')).toMatchObject(FINE);
    await servers().pass('P8D');
    expect(await backUp('backup-9')).toMatchObject(FINE);
  });

  it.each([
    ['a Burstable server', serverBody({}, { sku: { name: 'Standard_B1ms', tier: 'Burstable' } })],
    ['Premium SSD v2', serverBody({ storage: { type: 'PremiumV2_LRS', storageSizeGB: 64 } })],
  ])('[on-demand-unsupported] is not made of %s', async (_what, body) => {
    await servers().make(body);
    expect(await backUp('first')).toMatchObject(REFUSED);
  });

  it('[on-demand-unsupported] is not made of a replica', async () => {
    await servers().make();
    await servers().make(copyBody('Replica'), 'pg-replica');
    expect(await backUp('first', 'pg-replica')).toMatchObject(REFUSED);
  });

  it('[on-demand-twice] fails under a name that is used', async () => {
    await servers().make();
    await backUp('first');
    expect(await backUp('first')).toMatchObject(UNEXPECTED);
    expect(await namesOf('Customer On-Demand')).toEqual(['first']);
  });

  it('[on-demand-twice] fails while another is made, which ends when somebody is told, or after seconds', async () => {
    const begin = (name: string) => client().send('PUT', pathOf(name), undefined, { apiVersion: VERSION });
    await servers().make();
    const begun = await begin('first');
    expect(await backUp('second')).toMatchObject(UNEXPECTED);
    expect(await namesOf('Customer On-Demand')).toEqual(['first']);
    await client().send('GET', begun.headers['azure-asyncoperation']!.slice(client().twin.endpoint.length));
    expect(await backUp('second')).toMatchObject(FINE);
    await begin('third');
    await servers().pass('PT10S');
    expect(await backUp('fourth')).toMatchObject(FINE);
  });

  it('[on-demand-permission] asks somebody who was given roles for one that allows it', async () => {
    await servers().make();
    const [caller, role] = ['a2f3a0a3-9d3f-4a38-9a61-0f3bfc0d7a01', 'c2f3a0a3-9d3f-4a38-9a61-0f3bfc0d7a03'];
    const claims = Buffer.from(JSON.stringify({ oid: caller.toUpperCase() })).toString('base64url');
    const as = async (method: string, path: string) => {
      const headers = { authorization: `Bearer e30.${claims}.x` };
      const { status, body } = await client().complete(method, path, undefined, { apiVersion: VERSION, headers });
      return body?.error ? `${status} ${body.error.code}` : status;
    };
    const DENIED = '403 AuthorizationFailed';
    // Nobody has given them a role yet.
    expect(await as('PUT', pathOf('as-owner'))).toBe(202);
    grant(client().twin.azure, caller, READER_ROLE, GROUP);
    expect(await as('PUT', pathOf('first'))).toBe(DENIED);
    expect(await as('GET', pathOf('as-owner'))).toBe(200);
    client().twin.azure.resources.put({
      id: `/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      type: 'Microsoft.Authorization/roleDefinitions',
      name: role,
      createdAt: servers().now(),
      body: { properties: { permissions: [{ actions: ['Microsoft.DBforPostgreSQL/flexibleServers/backups/write'] }] } },
      hidden: {},
    });
    grant(client().twin.azure, caller, role, serverId());
    expect(await as('PUT', pathOf('first'))).toBe(202);
    expect(await as('DELETE', pathOf('first'))).toBe(DENIED);
    await servers().make(serverBody(), 'pg-other');
    expect(await as('PUT', pathOf('first', 'pg-other'))).toBe(DENIED);
    expect(await backUp('second')).toMatchObject(FINE);
  });

  it('[on-demand-permission] asks for read as well', async () => {
    await servers().make();
    const caller = 'a2f3a0a3-9d3f-4a38-9a61-0f3bfc0d7a01';
    const claims = Buffer.from(JSON.stringify({ oid: caller })).toString('base64url');
    grant(client().twin.azure, caller, LTR_ROLE, serverId());
    for (const path of [`${serverId()}/backups`, pathOf('first')]) {
      const headers = { authorization: `Bearer e30.${claims}.x` };
      expect((await client().send('GET', path, undefined, { apiVersion: VERSION, headers })).status).toBe(403);
    }
  });

  it('[on-demand-delete-missing] that does not exist can be deleted', async () => {
    await servers().make();
    expect(await drop('none')).toMatchObject({ status: 204, code: undefined });
  });

  it('has a name', async () => {
    await servers().make();
    expect(await backUp('a%20b')).toMatchObject({ status: 400, code: 'InvalidParameterValue' });
  });
});

describe('automatic backups', () => {
  it('[automatic-backups] are made each day, and deleted by nobody', async () => {
    await servers().make();
    const [first] = await listed();
    expect(first).toEqual({
      id: pathOf(first.name),
      name: expect.stringMatching(/^backup_6390\d{14}$/),
      type: 'Microsoft.DBforPostgreSQL/flexibleServers/backups',
      properties: { backupType: 'Full', completedTime: expect.stringMatching(/^2026-02-01T/), source: 'Automatic' },
    });
    expect(await servers().send('GET', pathOf(first.name))).toMatchObject({ status: 200, body: first });
    expect(await drop(first.name)).toMatchObject(REFUSED);
    expect(await backUp(first.name)).toMatchObject(REFUSED);
    await servers().pass('P3DT1H');
    expect(await namesOf('Full')).toHaveLength(4);
    await servers().pass('P27D');
    expect(await namesOf('Full')).toHaveLength(7);
    expect(await namesOf('Full')).not.toContain(first.name);
    await servers().patch({ properties: { backup: { backupRetentionDays: 35 } } });
    await servers().pass('P28D');
    expect(await namesOf('Full')).toHaveLength(35);
  });

  it('[automatic-backups] are not made while the server is stopped, nor of replicas', async () => {
    await servers().make();
    await servers().make(copyBody('Replica'), 'pg-replica');
    expect(await listed('pg-replica')).toEqual([]);
    await servers().remove('pg-replica');
    await servers().pass('P1D');
    await servers().post('stop');
    await servers().pass('P3D');
    expect(await namesOf('Full')).toHaveLength(2);
  });
});

describe('a stopped server', () => {
  it('[server-starts-again] has no backups in its vault until the service starts it', async () => {
    const backup = new Backup(client());
    await servers().make();
    await backup.must('PUT', VAULT, vaultBody());
    const principal = await backup.principal();
    grant(backup.azure, principal, LTR_ROLE, serverId());
    grant(backup.azure, principal, READER_ROLE, GROUP);
    await backup.must('PUT', POLICY, policyBody());
    await backup.must('PUT', INSTANCE, instanceBody());
    await servers().post('stop');
    backup.advanceTo('2026-02-16T00:00:00Z');
    const [first, second] = await backup.jobs();
    expect(first).toBe(
      `2026-02-01T02:30 Failed PostgreSQLFlexOperationFailedUserError ServerNotReadyForLongTermBackup`,
    );
    expect(second).toBe('2026-02-08T02:30 Completed');
  });
});
