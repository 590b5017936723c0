import { Fn, TerraformLocal, TerraformVariable } from 'cdktf';
import { cluster, clusterEstate, GEO_API, geoCluster, untyped } from './cluster-kit';
import { emptyStack, outcomes, rawEstate, synthesize, verdicts } from './kit';
import { LITERAL_SECRET } from '../../src/rules/pgb902-literal-secret';

const SECRET = 'correct-Horse-7-battery';
const estate = (server: object, stack = emptyStack()) => rawEstate({ server: { ...server } }, stack).stack;

describe('PGB902 literal-secret', () => {
  test('no password, or one from elsewhere, is in order', () => {
    expect(outcomes(LITERAL_SECRET, estate({}))).toEqual(['compliant']);
    const stack = emptyStack();
    const { stringValue } = new TerraformVariable(stack, 'password', { type: 'string', sensitive: true });
    expect(outcomes(LITERAL_SECRET, estate({ administratorPassword: stringValue }, stack))).toEqual(['compliant']);
    const second = emptyStack();
    const part = new TerraformVariable(second, 'password', { type: 'string' }).stringValue;
    const mixed = estate({ administratorPasswordWo: `pg-${part}`, administratorPasswordWoVersion: 1 }, second);
    expect(outcomes(LITERAL_SECRET, mixed)).toEqual(['compliant']);
    const made = estate({ administratorPassword: Fn.file('/run/secrets/password') });
    expect(outcomes(LITERAL_SECRET, made)).toEqual(['compliant']);
  });

  test.each([
    ['administrator_password', { administratorPassword: SECRET }],
    ['administrator_password_wo', { administratorPasswordWo: SECRET, administratorPasswordWoVersion: 1 }],
  ])('a literal in %s is refused and not repeated', (name, server) => {
    const found = verdicts(LITERAL_SECRET, estate(server));
    expect(found).toMatchObject([{ outcome: 'violated' }]);
    expect(found[0].message).toContain(`\`${name}\` must come from outside`);
    expect(found[0].got).toBeUndefined();
    expect(JSON.stringify({ ...found[0], on: undefined })).not.toContain(SECRET);
  });

  test('a local value hides nothing', () => {
    const stack = emptyStack();
    const local = new TerraformLocal(stack, 'password', SECRET);
    expect(outcomes(LITERAL_SECRET, estate({ administratorPassword: local.asString }, stack))).toEqual(['violated']);
  });

  test('an unprotected server is judged too, and no reason excuses it', () => {
    const { stack } = rawEstate({ server: { administratorPassword: SECRET }, instance: false });
    expect(outcomes(LITERAL_SECRET, stack)).toEqual(['violated']);
    expect(LITERAL_SECRET.acknowledgeable).toBe(false);
  });

  test('a server that isn’t managed here isn’t judged', () => {
    const serverId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg';
    expect(outcomes(LITERAL_SECRET, rawEstate({ instance: { serverId } }).stack)).toEqual(['compliant']);
  });

  test('synthesis refuses it without printing it', () => {
    const { error, json } = synthesize(estate({ administratorLogin: 'pgowner', administratorPassword: SECRET }));
    expect(error).toContain(
      '[Error at /raw/server] PGB902 literal-secret: `administrator_password` must come from outside of the configuration, got: a literal',
    );
    expect(error).toContain('no password is written in a configuration');
    expect(error).toContain('Mend: take it from a sensitive variable');
    expect(error).not.toContain('acknowledge PGB902');
    expect(error).not.toContain(SECRET);
    expect(json).toBeUndefined();
  });

  test('a cluster is judged too, through azurerm and through azapi', () => {
    const clusters = clusterEstate();
    const { stringValue } = new TerraformVariable(clusters.stack, 'password', { type: 'string', sensitive: true });
    cluster(clusters, { administratorLoginPassword: stringValue }, 'given');
    cluster(clusters, { administratorLoginPassword: SECRET }, 'written');
    geoCluster(clusters, { administratorLoginPassword: SECRET });
    const found = verdicts(LITERAL_SECRET, clusters.stack);
    expect(found.map(({ outcome }) => outcome)).toEqual(['compliant', 'violated', 'violated']);
    expect(found[1].message).toBe(
      '`administrator_login_password` must come from outside of the configuration, got: a literal',
    );
    expect(found[2].message).toContain('`body.properties.administratorLoginPassword` must come from outside');
    expect(JSON.stringify(found.map(({ message, mend }) => [message, mend]))).not.toContain(SECRET);
  });
  test.each(['Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01', GEO_API])(
    'what azapi is told is named by the body that it is written in: %s',
    (type) => {
      const stack = emptyStack();
      const password = { properties: { administratorLoginPassword: SECRET } };
      const reference = { properties: { administratorLoginPassword: '${var.password}' } };
      const made = { type, name: 'pg', location: 'westeurope' };
      untyped(stack, 'azapi_resource', 'a', { ...made, body: password });
      untyped(stack, 'azapi_resource', 'b', { ...made, body: {}, sensitive_body: password });
      untyped(stack, 'azapi_resource', 'c', { ...made, body: {}, sensitive_body: reference });
      expect(verdicts(LITERAL_SECRET, stack).map(({ message }) => /`(.*)`/.exec(message ?? '')?.[1])).toEqual([
        'body.properties.administratorLoginPassword',
        'sensitive_body.properties.administratorLoginPassword',
        undefined,
      ]);
    },
  );
});
