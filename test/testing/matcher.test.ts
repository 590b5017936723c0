import { ProtectedFlexServer, Retention, StorageSize, Severity, Profile, Acknowledgements } from '../../src';
import { backupMatchers } from '../../src/testing';
import { newApp, newStack, NOW, variable } from '../kit';

expect.extend(backupMatchers);

function stackWith(gibibytes?: number, app = newApp(), name = 'shop') {
  const stack = newStack(name, app);
  const storage =
    gibibytes === undefined
      ? StorageSize.megabytes(variable(stack, 'size', 'number').numberValue)
      : StorageSize.gibibytes(gibibytes);
  const server = new ProtectedFlexServer(stack, 'orders', {
    resourceGroupName: 'rg-shop',
    location: 'westeurope',
    recoverableFor: Retention.years(1),
    storage,
  });
  return { stack, server };
}

/** What the assertion says where it fails. */
function complaint(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the assertion held');
}

describe('toPassBackupRules', () => {
  test('takes a stack, a construct in it, or an app', () => {
    const { stack, server } = stackWith(128);
    for (const each of [stack, server, stack.node.root]) expect(each).toPassBackupRules({ now: NOW });
  });

  test('says every finding, of every stack of an app', () => {
    const app = newApp();
    stackWith(2048, app, 'shop');
    const { stack } = stackWith(4096, app, 'stock');
    const text = complaint(() => expect(app).toPassBackupRules({ now: NOW }));
    expect(text).toContain('[Error at /shop/orders] PGB401 server-size');
    expect(text).toContain('[Error at /stock/orders] PGB401 server-size');
    expect(complaint(() => expect(stack).toPassBackupRules())).not.toContain('/shop/');
  });

  test('fails on what it is told to', () => {
    const { stack } = stackWith(1024);
    const options = { now: NOW, profiles: [Profile.RECOMMENDED] };
    expect(stack).toPassBackupRules(options);
    expect(complaint(() => expect(stack).toPassBackupRules({ ...options, failOn: Severity.WARNING }))).toContain(
      'PGB402',
    );
  });

  test('lets what is undecided or accepted pass, unless it is strict', () => {
    const { stack } = stackWith();
    expect(stack).toPassBackupRules({ now: NOW });
    expect(stack).not.toPassBackupRules({ now: NOW, strict: true });
    const accepted = stackWith(2048);
    Acknowledgements.of(accepted.server).add({ rule: 'PGB401', reason: 'r', owner: 'o', expires: '2099-01-01' });
    expect(accepted.stack).toPassBackupRules({ now: NOW });
  });

  test('turned around it fails where nothing is wrong', () => {
    expect(complaint(() => expect(stackWith(128).stack).not.toPassBackupRules({ now: NOW }))).toContain('none did');
  });
});
