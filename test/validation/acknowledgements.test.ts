import { TerraformStack } from 'cdktf';
import {
  Acknowledgement,
  Acknowledgements,
  PostgresBackupValidator,
  Profile,
  ProtectedFlexServer,
  Retention,
  StorageSize,
} from '../../src';
import { annotations, newApp, newStack, NOW, synthError, synthText, thrown, variable } from '../kit';

const ACCEPTED: Acknowledgement = {
  rule: 'PGB401',
  reason: 'moves to v2 in spring',
  owner: 'finance-platform',
  expires: '2027-06-30',
};

function newServer(stack: TerraformStack, id = 'Orders', gibibytes = 2048): ProtectedFlexServer {
  PostgresBackupValidator.of(stack).use({ now: NOW });
  return new ProtectedFlexServer(stack, id, {
    resourceGroupName: 'rg-orders',
    location: 'westeurope',
    recoverableFor: Retention.years(1),
    storage: StorageSize.gibibytes(gibibytes),
  });
}

describe('a finding that is acknowledged', () => {
  test.each<[string, (server: ProtectedFlexServer, stack: TerraformStack) => any]>([
    ['at the server', (server) => server],
    ['at the stack', (_, stack) => stack],
    ['at the app', (_, stack) => stack.node.root],
  ])('%s passes, and is shown', (_, at) => {
    const stack = newStack();
    const server = newServer(stack);
    Acknowledgements.of(at(server, stack)).add(ACCEPTED);
    expect(synthError(stack)).toBeUndefined();
    expect(synthText(stack)).toBeDefined();
    expect(annotations(stack)).toEqual([
      {
        level: 'info',
        path: 'estate/Orders',
        text: expect.stringContaining('Accepted by finance-platform until 2027-06-30: moves to v2 in spring'),
      },
    ]);
    const [finding] = PostgresBackupValidator.of(stack).findings();
    expect(finding.acknowledgement).toEqual({
      reason: ACCEPTED.reason,
      owner: ACCEPTED.owner,
      expires: ACCEPTED.expires,
    });
  });

  test('holds on its last day', () => {
    const stack = newStack();
    Acknowledgements.of(newServer(stack)).add({ ...ACCEPTED, expires: NOW });
    expect(synthError(stack)).toBeUndefined();
  });

  test('elsewhere is not accepted here', () => {
    const stack = newStack();
    Acknowledgements.of(newServer(stack, 'Orders')).add(ACCEPTED);
    newServer(stack, 'OrdersToo');
    const error = synthError(stack)!;
    expect(error).toContain('/estate/OrdersToo');
    expect(error).not.toContain('[Error at /estate/Orders]');
  });

  test('as another one is not accepted', () => {
    const stack = newStack();
    Acknowledgements.of(newServer(stack)).add({ ...ACCEPTED, rule: 'PGB101' });
    expect(synthError(stack)).toContain('PGB401');
  });

  test('is accepted while it is not decided', () => {
    const stack = newStack();
    PostgresBackupValidator.of(stack).use({ now: NOW, strict: true });
    const server = new ProtectedFlexServer(stack, 'Orders', {
      resourceGroupName: 'rg-orders',
      location: 'westeurope',
      recoverableFor: Retention.years(1),
      storage: StorageSize.megabytes(variable(stack, 'size', 'number').numberValue),
    });
    Acknowledgements.of(server).add(ACCEPTED);
    expect(synthError(stack)).toBeUndefined();
  });
});

describe('an acknowledgement', () => {
  test('that has expired is an error, at its construct', () => {
    const stack = newStack();
    const server = newServer(stack);
    Acknowledgements.of(server).add({ ...ACCEPTED, expires: '2026-11-19' });
    const error = synthError(stack)!;
    expect(error).toContain('[Error at /estate/Orders] PGB401');
    expect(error).toContain(
      '[Error at /estate/Orders] PGB904 acknowledgement: an acknowledgement must not have expired, got: PGB401 by finance-platform, expired 2026-11-19',
    );
    expect(annotations(stack).map(({ level, path }) => [level, path])).toEqual([
      ['error', 'estate/Orders'],
      ['error', 'estate/Orders'],
    ]);
  });

  test('that is renewed holds, and the expired one is to be taken out', () => {
    const stack = newStack();
    Acknowledgements.of(newServer(stack))
      .add({ ...ACCEPTED, expires: '2026-11-19' })
      .add(ACCEPTED);
    const error = synthError(stack)!;
    expect(error).toContain('PGB904');
    expect(error).not.toContain('PGB401 server-size');
  });

  test.each(['at the server', 'at the stack', 'at the app'])('%s that matches nothing is a warning there', (place) => {
    const stack = newStack();
    const server = newServer(stack, 'Orders', 128);
    const at = { 'at the server': server, 'at the stack': stack, 'at the app': stack.node.root }[place]!;
    Acknowledgements.of(at).add(ACCEPTED);
    PostgresBackupValidator.of(stack).use({ profiles: [Profile.RECOMMENDED] });
    expect(synthError(stack)).toBeUndefined();
    expect(annotations(stack.node.root).filter(({ level }) => level !== 'info')).toEqual([
      {
        level: 'warn',
        // cdktf shows what is said at a stack or below.
        path: at.node.path || 'estate',
        text: expect.stringContaining(
          'PGB904 acknowledgement: an acknowledgement must match a finding, got: PGB401 by finance-platform, which matches nothing',
        ),
      },
    ]);
  });

  test('that matches nothing is not shown where only errors are', () => {
    const stack = newStack();
    Acknowledgements.of(newServer(stack, 'Orders', 128)).add(ACCEPTED);
    expect(synthError(stack)).toBeUndefined();
    expect(annotations(stack)).toEqual([]);
  });

  test('of a finding that the profile does not show has its use', () => {
    const stack = newStack();
    const server = newServer(stack, 'Orders', 1024);
    Acknowledgements.of(server).add({ ...ACCEPTED, rule: 'PGB402' });
    expect(PostgresBackupValidator.of(stack).findings()).toEqual([]);
  });

  test('at the app serves every stack', () => {
    const app = newApp();
    const stacks = ['a', 'b'].map((name) => newStack(name, app));
    for (const stack of stacks) newServer(stack);
    Acknowledgements.of(app).add(ACCEPTED);
    expect(synthError(stacks[0])).toBeUndefined();
  });
});

describe('bad input', () => {
  test.each<[string, Partial<Acknowledgement>, string]>([
    ['unknown rule', { rule: 'PGB000' }, '`rule` must be the id of a rule, got: PGB000.'],
    ['empty rule', { rule: '' }, '`rule` must be the id of a rule, got: (empty).'],
    ['a literal secret', { rule: 'PGB902' }, '`rule` must be a rule that can be acknowledged, got: PGB902.'],
    ['no reason', { reason: ' ' }, '`reason` must be a sentence that says why, got: (empty).'],
    ['no owner', { owner: '' }, '`owner` must be a person or team, got: (empty).'],
    ['no date', { expires: '' }, '`expires` must be a date as YYYY-MM-DD, got: (empty).'],
    ['another form of date', { expires: '30.06.2027' }, 'got: 30.06.2027.'],
    ['no such day', { expires: '2027-02-30' }, 'got: 2027-02-30.'],
    ['no such month', { expires: '2027-13-01' }, 'got: 2027-13-01.'],
  ])('%s', (_, wrong, message) => {
    const stack = newStack();
    const server = newServer(stack);
    const error = thrown(() => Acknowledgements.of(server).add({ ...ACCEPTED, ...wrong }));
    expect(error.code).toBe('PGB904');
    expect(error.constructPath).toBe('estate/Orders');
    expect(error.message).toContain(message);
    expect(Acknowledgements.of(server).all).toEqual([]);
  });

  test('what was added is shown in its order, and can only be added to', () => {
    const server = newServer(newStack());
    const acknowledgements = Acknowledgements.of(server);
    expect(Acknowledgements.of(server)).toBe(acknowledgements);
    acknowledgements.add(ACCEPTED).add({ ...ACCEPTED, rule: 'PGB101' });
    acknowledgements.all.pop();
    expect(acknowledgements.all.map(({ rule }) => rule)).toEqual(['PGB401', 'PGB101']);
  });
});
