import { freshTwin, GROUP, GROUP_VERSION } from './client';

const client = freshTwin();
const version = { apiVersion: GROUP_VERSION };
const put = () => client().send('PUT', GROUP, { location: 'westeurope' }, version);
const exists = () => client().twin.azure.resources.has(GROUP);

it('[throttled] answers 429 with Retry-After and does nothing', async () => {
  client().twin.addFault({ kind: 'throttled', method: 'PUT', seconds: 7 });
  const { status, headers, body } = await put();
  expect({ status, retryAfter: headers['retry-after'], code: body.error.code }).toEqual({
    status: 429,
    retryAfter: '7',
    code: 'TooManyRequests',
  });
  expect(exists()).toBe(false);
  expect((await put()).status).toBe(201);
});

it.each([500, 502, 503])('[unavailable] answers %d and does nothing', async (status) => {
  client().twin.addFault({ kind: 'unavailable', status });
  expect((await put()).status).toBe(status);
  expect(exists()).toBe(false);
});

it('[reset] breaks the connection before anything is done', async () => {
  client().twin.addFault({ kind: 'reset' });
  await expect(put()).rejects.toThrow(/socket hang up|ECONNRESET/);
  expect(exists()).toBe(false);
});

it('[lost-answer] does what was asked and breaks the connection', async () => {
  client().twin.addFault({ kind: 'lostAnswer' });
  await expect(put()).rejects.toThrow(/socket hang up|ECONNRESET/);
  expect(exists()).toBe(true);
});

it('[slow] takes its time', async () => {
  client().twin.addFault({ kind: 'slow', seconds: 0.3 });
  const begun = Date.now();
  expect((await put()).status).toBe(201);
  expect(Date.now() - begun).toBeGreaterThanOrEqual(290);
});

it('[failed-operation] takes the write, ends its operation Failed, and leaves everything as it was', async () => {
  await client().makeGroup();
  client().twin.addFault({ kind: 'failedOperation', method: 'DELETE' });
  const ended = await client().complete('DELETE', GROUP, undefined, version);
  expect(ended.body).toMatchObject({ status: 'Failed', error: { code: 'InternalServerError' } });
  expect(exists()).toBe(true);
});

it('strikes the requests that it is meant for, as often as it is meant to', async () => {
  const { twin } = client();
  twin.addFault({ kind: 'unavailable', method: 'PUT', path: 'RG-TEST', after: 1, times: 2 });
  expect((await client().send('GET', GROUP, undefined, version)).status).toBe(404);
  expect((await put()).status).toBe(201);
  expect((await put()).status).toBe(503);
  expect(twin.faults.pending).toHaveLength(1);
  expect((await put()).status).toBe(503);
  expect(twin.faults.pending).toEqual([]);
  expect((await put()).status).toBe(200);
});

describe('over the control routes', () => {
  const control = (method: string, path: string, body?: unknown) =>
    client().send(method, `/twin/${path}`, body, { headers: {} });

  it('takes faults, shows them, and takes them back', async () => {
    expect((await control('POST', 'faults', { kind: 'throttled', path: 'rg-test' })).status).toBe(204);
    expect((await control('GET', 'faults')).body).toEqual({ value: [{ kind: 'throttled', path: 'rg-test' }] });
    expect((await control('DELETE', 'faults')).status).toBe(204);
    expect((await put()).status).toBe(201);
  });

  it.each([
    [{ kind: 'gremlins' }, /`kind` must be one of throttled, .*, got: "gremlins"\./],
    [{ kind: 'reset', times: 0 }, /`times` must be between 1 and 1000000, got: 0\./],
    [{ kind: 'unavailable', status: 200 }, /`status` must be between 500 and 599, got: 200\./],
    [{ kind: 'slow', path: 7 }, /`path` must be a string\./],
  ])('refuses %j', async (fault, message) => {
    const { status, body } = await control('POST', 'faults', fault);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(message);
    expect(client().twin.faults.pending).toEqual([]);
  });
});
