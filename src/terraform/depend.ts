import { TerraformResource } from 'cdktf';

/** `azurerm_role_assignment.reader` */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/**
 * Makes a resource depend on others of its stack, by their plain addresses. The constructor's `dependsOn` makes two
 * tokens out of each, and every token keeps the stack trace of its making: a thousand servers would carry megabytes of them.
 */
export function dependOn(resource: TerraformResource, others: readonly TerraformResource[]): void {
  resource.dependsOn = [...(resource.dependsOn ?? []), ...others.map(addressOf)];
}
