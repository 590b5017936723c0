import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';

/** A construct and all below it, without the stacks below it: what those hold is none of the stack's around them. */
export function ownConstructs(scope: IConstruct): IConstruct[] {
  const found: IConstruct[] = [];
  const visit = (construct: IConstruct) => {
    found.push(construct);
    for (const child of construct.node.children) if (!TerraformStack.isStack(child)) visit(child);
  };
  visit(scope);
  return found;
}
