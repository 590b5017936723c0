import { ITerraformDependable, TerraformResource, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';

/** `azurerm_role_assignment.reader` */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/**
 * Makes a resource depend on others, by their plain addresses; on those of another stack by that stack, whose addresses
 * mean nothing here. The constructor's `dependsOn` makes two
 * tokens out of each, and every token keeps the stack trace of its making: a thousand servers would carry megabytes of them.
 */
export function dependOn(resource: TerraformResource, others: readonly TerraformResource[]): void {
  const stack = TerraformStack.of(resource);
  const addresses = [...(resource.dependsOn ?? [])];
  for (const other of others) {
    const origin = TerraformStack.of(other);
    if (origin === stack) addresses.push(addressOf(other));
    else stack.addDependency(origin);
  }
  if (addresses.length > 0) resource.dependsOn = addresses;
}

/** What has to come before, as a resource of the construct's stack may say it: what is another stack's is waited for by the stack. */
export function ownDependencies(
  scope: IConstruct,
  dependables: readonly ITerraformDependable[] | undefined,
): ITerraformDependable[] | undefined {
  const stack = TerraformStack.of(scope);
  return dependables?.filter((dependable) => {
    const origin = Construct.isConstruct(dependable) ? TerraformStack.of(dependable) : stack;
    if (origin !== stack) stack.addDependency(origin);
    return origin === stack;
  });
}
