import { ArmScope, Place, Symbolic } from '../../src/inventory/arm-scope';
import { ScopeIndex } from '../../src/inventory/scope-index';

const literal = (text: string): Symbolic => ({ text, literal: true });
const symbol = (text: string): Symbolic => ({ text: `\${${text}}`, literal: false });
const PLACE: Place = { subscription: literal('one'), resourceGroup: literal('rg') };
const RESOURCE = { key: 'container', within: 'account', place: PLACE };

function found(scope: ArmScope): string {
  const { sure, maybe } = new ScopeIndex([[scope, scope.kind]]).on(RESOURCE);
  return sure.length > 0 ? 'sure' : maybe.length > 0 ? 'maybe' : 'no';
}

test.each<[ArmScope, string]>([
  [{ kind: 'container', key: 'container' }, 'sure'],
  [{ kind: 'storageAccount', key: 'account' }, 'sure'],
  [{ kind: 'storageAccount', key: 'other' }, 'no'],
  [{ kind: 'resourceGroup', place: PLACE }, 'sure'],
  [{ kind: 'resourceGroup', place: { subscription: literal('ONE'), resourceGroup: literal('RG') } }, 'sure'],
  [{ kind: 'resourceGroup', place: { ...PLACE, resourceGroup: literal('other') } }, 'no'],
  [{ kind: 'resourceGroup', place: { ...PLACE, subscription: literal('two') } }, 'no'],
  [{ kind: 'resourceGroup', place: { ...PLACE, resourceGroup: symbol('var.group') } }, 'maybe'],
  [{ kind: 'resourceGroup', place: { subscription: symbol('env'), resourceGroup: literal('other') } }, 'no'],
  [{ kind: 'resourceGroup', place: {} }, 'maybe'],
  [{ kind: 'subscription', subscription: literal('one') }, 'sure'],
  [{ kind: 'subscription', subscription: literal('two') }, 'no'],
  [{ kind: 'subscription', subscription: symbol('env') }, 'maybe'],
  [{ kind: 'managementGroup', text: '/' }, 'maybe'],
  [{ kind: 'unknown', why: '', mentions: [] }, 'maybe'],
  [{ kind: 'unknown', why: '', mentions: ['account'] }, 'maybe'],
  [{ kind: 'unknown', why: '', mentions: ['other'] }, 'no'],
  [{ kind: 'other', text: '/subscriptions/one/x' }, 'no'],
])('%j: %s', (scope, expected) => {
  expect(found(scope)).toBe(expected);
});

test('resources of one place are asked once, and get all that holds', () => {
  const group: ArmScope = { kind: 'resourceGroup', place: PLACE };
  const index = new ScopeIndex<number>([
    [group, 1],
    [group, 2],
    [{ kind: 'container', key: 'container' }, 3],
  ]);
  expect(index.on(RESOURCE).sure).toEqual([3, 1, 2]);
  expect(index.on({ key: 'other', place: PLACE }).sure).toEqual([1, 2]);
});
