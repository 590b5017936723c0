import { TimeProvider } from '@cdktf/provider-time/lib/provider';
import { TerraformProvider, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { Registry } from './registry';

/** Stands in for a `TimeProvider` that the author of the stack didn't need to think of; gives way to one that they add. */
class SharedTimeProvider extends TimeProvider {
  public toTerraform(): any {
    const others = TerraformStack.of(this)
      .node.findAll()
      .filter((construct) => construct !== this && isDefaultTimeProvider(construct));
    return others.length > 0 ? {} : super.toTerraform();
  }
}

const SHARED = new Registry<TerraformStack, SharedTimeProvider>(
  (stack) => new SharedTimeProvider(stack, 'PostgresBackupTimeProvider'),
);

/** Makes sure that the stack has a time provider. */
export function ensureTimeProvider(scope: IConstruct): void {
  SHARED.of(TerraformStack.of(scope));
}

function isDefaultTimeProvider(construct: IConstruct): boolean {
  return (
    TerraformProvider.isTerraformProvider(construct) &&
    construct.terraformGeneratorMetadata?.providerName === 'time' &&
    construct.alias === undefined
  );
}
