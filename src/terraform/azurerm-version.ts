import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { refuse } from './check';
import { isUnresolvedString } from '../time/token';

/**
 * Which azurerm versions Terraform may install for a stack.
 *
 * The prebuilt bindings pin the one version that they were generated from, exactly; whoever wants a newer provider, or
 * has a lock file that holds one, needs a range in its place.
 */
export class AzurermVersion {
  /**
   * From the version of the bindings to before the next major that nobody has tried, without the two releases that can't
   * make a backup vault (hashicorp/terraform-provider-azurerm#31877).
   */
  public static readonly TESTED = '>= 4.55.0, < 6.0.0, != 4.62.0, != 4.62.1';

  /**
   * Puts a constraint on azurerm in place of the bindings' exact pin.
   * @param scope the stack, or any construct in it
   * @param constraint Terraform's syntax, as in `~> 4.73`; by default `AzurermVersion.TESTED`
   * @throws PGB511 when the constraint isn't one
   */
  public static constrain(scope: IConstruct, constraint: string = AzurermVersion.TESTED): void {
    const term = /^\s*(?:=|!=|>=|<=|>|<|~>)?\s*\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?\s*$/;
    if (!isUnresolvedString(constraint) && !constraint.split(',').every((part) => term.test(part))) {
      refuse(
        scope,
        'PGB511',
        `\`constraint\` must be a Terraform version constraint, got: ${constraint === '' ? '(empty)' : constraint}.`,
        undefined,
        'write it as in ">= 4.55.0, < 6.0.0"',
      );
    }
    TerraformStack.of(scope).addOverride('terraform.required_providers.azurerm.version', constraint);
  }

  private constructor() {}
}
