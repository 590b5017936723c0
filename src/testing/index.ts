import { App, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { describeFindingAt } from '../findings/describe';
import { Finding, Outcome, Severity } from '../findings/finding';
import { isAtLeast } from '../findings/weight';
import { PostgresBackupValidator, ValidationOptions } from '../validation/validator';

/** How a test holds a stack to the rules. */
export interface MatcherOptions extends ValidationOptions {
  /**
   * The least severity that fails the test.
   * @default Severity.ERROR
   */
  readonly failOn?: Severity;
}

export interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how jest's matchers are extended
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- as jest declares it
    interface Matchers<R, T = {}> {
      /** Passes where no rule objects to the stack, or to any stack of the app. */
      toPassBackupRules(options?: MatcherOptions): R;
    }
  }
}

/** Matchers for `expect.extend` of jest, and of what does as jest does. */
export const backupMatchers = {
  toPassBackupRules(received: unknown, options: MatcherOptions = {}): MatcherResult {
    const stacks = stacksOf(received);
    const findings = stacks.flatMap((stack) => PostgresBackupValidator.of(stack).findings(options));
    const failing = findings.filter((finding) => fails(finding, options));
    return {
      pass: failing.length === 0,
      message: () =>
        failing.length === 0
          ? 'expected a rule to object, and none did'
          : `expected no rule to object, got:\n\n${failing.map(describeFindingAt).join('\n')}`,
    };
  },
};

function stacksOf(received: unknown): TerraformStack[] {
  if (App.isApp(received)) {
    return received.node.findAll().filter((each): each is TerraformStack => TerraformStack.isStack(each));
  }
  return [TerraformStack.of(received as IConstruct)];
}

function fails(
  { severity, outcome, acknowledgement }: Finding,
  { failOn = Severity.ERROR, strict }: MatcherOptions,
): boolean {
  if (acknowledgement !== undefined || !isAtLeast(severity, failOn)) return false;
  return outcome === Outcome.VIOLATED || strict === true;
}
