import { TerraformProvider, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { generated } from './generated';
import { ownConstructs } from './own-constructs';
import { Registry } from './registry';

const SHARED = new Registry<TerraformStack, TerraformProvider>((stack) => {
  /** Stands in for a `TimeProvider` that the author of the stack needn't think of; gives way to one that they add. */
  class SharedTimeProvider extends generated.TimeProvider {
    public toTerraform(): any {
      return this.givesWay() ? {} : super.toTerraform();
    }

    public toHclTerraform(): any {
      return this.givesWay() ? {} : super.toHclTerraform();
    }

    private givesWay(): boolean {
      return ownConstructs(stack).some((construct) => construct !== this && isDefaultTimeProvider(construct));
    }
  }
  return new SharedTimeProvider(stack, 'PostgresBackupTimeProvider');
});

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
