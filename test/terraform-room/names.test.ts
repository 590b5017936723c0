import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { resolvedText } from '../../src/terraform/known-text';
import { pathName, readable, shortHash, terraformHash, terraformUuid, words } from '../../src/terraform/names';
import { newApp, newGroup, newStack, resolvedIn, variable } from '../kit';

describe('words', () => {
  test.each([
    [['Orders'], 20, 'orders'],
    [['LedgerDb', 'Primary'], 30, 'ledger-db-primary'],
    [['a__b', '--c'], 30, 'a-b-c'],
    [['abcdefgh'], 3, 'fgh'],
    [['abc-def'], 4, 'def'],
    [['…'], 5, 'x'],
    [[], 5, 'x'],
  ])('%j in %d', (parts, max, text) => {
    expect(words(parts, max)).toBe(text);
  });
});

test('names are made from the path below the stack, and told apart by the whole path', () => {
  const app = newApp();
  const [a, b] = ['a', 'b'].map((id) => new Construct(new Construct(new TerraformStack(app, id), 'Team'), 'Orders'));
  expect(readable(a, 50)).toBe('team-orders');
  expect(pathName(a, 'bv-', 50)).toBe(`bv-team-orders-${shortHash('a/Team/Orders')}`);
  expect(pathName(a, 'bv-', 50)).not.toBe(pathName(b, 'bv-', 50));
  expect(pathName(a, 'bv-', 20)).toHaveLength(20);
});

describe('what Terraform works out', () => {
  test('of plain text', () => {
    const stack = newStack();
    expect(resolvedIn(stack, terraformUuid('a"b'))).toBe('${uuidv5("url", "a\\"b")}');
    expect(resolvedIn(stack, terraformHash('a', 4))).toBe('${substr(sha256("a"), 0, 4)}');
  });

  test('of text with tokens of every kind', () => {
    const stack = newStack();
    const name = variable(stack, 'name');
    const n = variable(stack, 'n', 'number');
    expect(resolvedIn(stack, terraformUuid(`a/${name.stringValue}/${n.numberValue}`))).toBe(
      '${uuidv5("url", join("", ["a/", var.name, "/", var.n]))}',
    );
    expect(resolvedIn(stack, terraformUuid(name.stringValue))).toBe('${uuidv5("url", var.name)}');
    expect(resolvedIn(stack, terraformUuid('x-${var.name}'))).toBe('${uuidv5("url", join("", ["x-", var.name]))}');
    // Looks like a token, and is a number that somebody wrote.
    expect(resolvedIn(stack, terraformUuid('-1.5e+300'))).toBe('${uuidv5("url", "-1.5e+300")}');
  });
});

describe('text with its tokens resolved', () => {
  test('is the same for every use of an attribute', () => {
    const stack = newStack();
    const group = newGroup(stack);
    const texts = [group.name, group.name].map((text) => resolvedText(stack, text));
    expect(texts).toEqual(['${azurerm_resource_group.group.name}', '${azurerm_resource_group.group.name}']);
    expect(resolvedText(stack, `x-${group.name}`)).toBe('x-${azurerm_resource_group.group.name}');
    expect(resolvedText(stack, 'plain')).toBe('plain');
  });

  test('tells apart what has the same address in two stacks', () => {
    const app = newApp();
    const stack = newStack('servers', app);
    const groups = [newGroup(newStack('groups', app)), newGroup(stack)];
    expect(groups.map((group) => resolvedText(stack, group.name))).toEqual([
      '${groups/azurerm_resource_group.group.name}',
      '${azurerm_resource_group.group.name}',
    ]);
  });
});
