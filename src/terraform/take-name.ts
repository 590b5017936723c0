import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { resolvedText } from './known-text';
import { TAKEN_NAMES } from './registry';
import { isUnresolvedString } from '../time/token';

/**
 * Takes an Azure name in the app: two things of one name would be one in Azure, with two constructs at odds over it.
 * @param kind of the thing, and where its names are unique, as far as that isn't among the names
 * @param names the thing's own, and those of what it lies in
 * @returns the construct that has the name already; then nothing is taken
 */
export function takeName(construct: IConstruct, kind: string, names: readonly string[]): IConstruct | undefined {
  const known = names.every((name) => !isUnresolvedString(name));
  // References of two stacks read the same and are two things.
  const unit = known ? '' : TerraformStack.of(construct).node.path;
  const key = [kind, unit, ...names.map((name) => resolvedText(construct, name))].join('\n').toLowerCase();
  const taken = TAKEN_NAMES.of(construct.node.root);
  const holder = taken.get(key);
  if (holder === undefined) taken.set(key, construct);
  return holder;
}
