import { connect } from 'net';
import { networkInterfaces } from 'os';
import { freshTwin, GROUP, GROUP_VERSION, SUBSCRIPTION } from './client';
import { SUBSCRIPTION_ID } from '../../src/twin';

const client = freshTwin();
const version = { apiVersion: GROUP_VERSION };
const send = (...args: Parameters<ReturnType<typeof client>['send']>) => client().send(...args);

describe('ARM protocol', () => {
  it('[bearer] turns away who has not signed in', async () => {
    const { status, body } = await send('GET', GROUP, undefined, { ...version, headers: {} });
    expect(status).toBe(401);
    expect(body.error.code).toBe('AuthenticationFailed');
  });

  it('[not-found] answers 404 with a JSON body before a resource is made', async () => {
    const { status, body, headers } = await send('GET', GROUP, undefined, version);
    expect(status).toBe(404);
    expect(body.error).toEqual({
      code: 'ResourceGroupNotFound',
      message: "Resource group 'rg-test' could not be found.",
    });
    expect(headers['content-type']).toMatch(/^application\/json/);
  });

  it.each([
    ['resource group', 'rg-none', /\/resourceGroups\/{group}/],
    ['resource', 'rg-test', /\/resourceGroups\/{group}\/providers\/[\w.]+\/\w+\/{/],
  ])('[not-found] lists and reads nothing of a %s that is not there', async (_what, group, asked) => {
    await client().makeGroup();
    const routes = client().twin.azure.routes.filter(({ method, path }) => method === 'GET' && asked.test(path));
    const found: string[] = [];
    for (const { path, apiVersions } of routes) {
      const sent = path.replace('{subscription}', SUBSCRIPTION_ID).replace('{group}', group);
      const { status } = await send('GET', sent.replace(/{\w+}/g, 'none'), undefined, { apiVersion: apiVersions![0] });
      if (status !== 404) found.push(path);
    }
    expect(routes.length).toBeGreaterThan(50);
    expect(found).toEqual([]);
  });

  it('[not-found] lists nothing where there is nothing yet', async () => {
    const collection = `${GROUP}/providers/Microsoft.DBforPostgreSQL/serverGroupsv2`;
    const list = async (path: string) => (await send('GET', path, undefined, { apiVersion: '2022-11-08' })).body;
    expect((await list(collection)).error.code).toBe('ResourceGroupNotFound');
    await client().makeGroup();
    expect(await list(collection)).toEqual({ value: [] });
    expect((await list(`${collection}/gone/firewallRules`)).error).toEqual({
      code: 'ParentResourceNotFound',
      message: `Failed to perform 'read' on resource(s) of type 'Microsoft.DBforPostgreSQL/serverGroupsv2/firewallRules', because the parent resource '${collection}/gone' could not be found.`,
    });
  });

  it('[long-running] tells where a write can be followed, and that it has ended', async () => {
    const { status, headers } = await send('PUT', GROUP, { location: 'West Europe', tags: { team: 'data' } }, version);
    expect(status).toBe(201);
    expect(headers['retry-after']).toBe('0');
    const operation = headers['azure-asyncoperation']!.slice(client().twin.endpoint.length);
    expect((await send('GET', operation)).body).toMatchObject({ status: 'Succeeded' });
    expect((await send('GET', GROUP, undefined, version)).body).toMatchObject({
      id: GROUP,
      name: 'rg-test',
      location: 'westeurope',
      tags: { team: 'data' },
      properties: { provisioningState: 'Succeeded' },
    });
  });

  it('[casing] finds a resource under any case of its id, and tells the one under which it was made', async () => {
    await client().makeGroup();
    const { body } = await send(
      'GET',
      GROUP.toUpperCase().replace('RESOURCEGROUPS', 'resourcegroups'),
      undefined,
      version,
    );
    expect(body.id).toBe(GROUP);
  });

  it('[doubled-slash] takes a doubled slash for one', async () => {
    const { status } = await send('GET', '//metadata/endpoints?api-version=2018-01-01');
    expect(status).toBe(200);
  });

  it.each([
    ['truncated', '{"location":"west', 'InvalidRequestContent'],
    ['not an object', '[1,2]', 'InvalidRequestContent'],
    ['binary', '\u0000\u0001', 'InvalidRequestContent'],
  ])('[bad-json] refuses a body that is %s', async (_what, text, code) => {
    const { status, body } = await send('PUT', GROUP, text, version);
    expect({ status, code: body.error.code }).toEqual({ status: 400, code });
    expect(typeof body.error.message).toBe('string');
  });

  it('[api-version] refuses a version that is missing or that nobody published', async () => {
    expect((await send('GET', GROUP)).body.error.code).toBe('MissingApiVersionParameter');
    const { status, body } = await send('PUT', GROUP, { location: 'westeurope' }, { apiVersion: '1999-01-01' });
    expect(status).toBe(400);
    expect(body.error.code).toBe('NoRegisteredProviderFound');
    expect(body.error.message).toContain("'1999-01-01'");
    expect(body.error.message).toContain(GROUP_VERSION);
  });

  it('[bad-id] refuses a subscription that is not a GUID', async () => {
    const { status, body } = await send(
      'PUT',
      '/subscriptions/mine/resourceGroups/rg',
      { location: 'westeurope' },
      version,
    );
    expect({ status, code: body.error.code }).toEqual({ status: 400, code: 'InvalidSubscriptionId' });
  });

  it('[location] needs a location, and refuses to move', async () => {
    expect((await send('PUT', GROUP, {}, version)).body.error.code).toBe('LocationRequired');
    await client().makeGroup();
    const { status, body } = await send('PUT', GROUP, { location: 'northeurope' }, version);
    expect({ status, code: body.error.code }).toEqual({ status: 409, code: 'InvalidResourceLocation' });
  });

  it('[unknown-route] answers 501, naming the route, and keeps it in mind', async () => {
    const path = `${SUBSCRIPTION}/providers/Microsoft.Nothing/here`;
    const { status, body } = await send('GET', path);
    expect({ status, code: body.error.code }).toEqual({ status: 501, code: 'NotImplemented' });
    expect(body.error.message).toContain(`GET ${path}`);
    expect(client().twin.unanswered).toEqual([`GET ${path}`]);
  });

  it('[delete] answers 204 for what is not there, and takes what is there away', async () => {
    expect((await send('DELETE', GROUP, undefined, version)).status).toBe(204);
    await client().makeGroup();
    expect((await client().complete('DELETE', GROUP, undefined, version)).status).toBe(202);
    expect((await send('GET', GROUP, undefined, version)).status).toBe(404);
  });

  it('[loopback] listens on loopback only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    const port = Number(new URL(client().twin.endpoint).port);
    for (const { address } of others) {
      const reached = await new Promise<boolean>((resolve) => {
        const socket = connect(port, address, () => resolve(true)).on('error', () => resolve(false));
        socket.setTimeout(1000, () => resolve(false));
      });
      expect({ address, reached }).toEqual({ address, reached: false });
    }
  });
});

describe('sign-in', () => {
  it('[metadata] says where everything is', async () => {
    const { body } = await send('GET', '/metadata/endpoints?api-version=2022-09-01', undefined, { headers: {} });
    const { endpoint } = client().twin;
    expect(body).toMatchObject({
      resourceManager: endpoint,
      authentication: { loginEndpoint: endpoint, tenant: 'common', identityProvider: 'AAD' },
    });
  });

  it('[token] hands out tokens that say who somebody is, to applications and managed identities', async () => {
    const form = 'grant_type=client_credentials&client_id=33333333-3333-4333-8333-333333333333';
    const tenant = '22222222-2222-4222-8222-222222222222';
    const application = await send('POST', `/${tenant}/oauth2/v2.0/token`, form, { headers: {} });
    const identity = await send('GET', '/msi?resource=https%3A%2F%2Flocalhost', undefined, { headers: {} });
    const storage = `${form}&scope=${encodeURIComponent('https://storage.azure.com/.default openid')}`;
    const scoped = await send('POST', `/${tenant}/oauth2/v2.0/token`, storage, { headers: {} });
    const audiences = [application, identity, scoped].map(({ status, body }) => {
      expect(status).toBe(200);
      const claims = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString());
      expect(claims).toMatchObject({
        iss: `https://sts.windows.net/${tenant}/`,
        tid: tenant,
        oid: '44444444-4444-4444-8444-444444444444',
      });
      return claims.aud;
    });
    expect(audiences).toEqual([client().twin.endpoint, 'https://localhost', 'https://storage.azure.com']);
  });
});
