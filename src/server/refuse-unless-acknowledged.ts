import { IConstruct } from 'constructs';
import { Source } from '../matrix/source';
import { refuse } from '../terraform/check';
import { Acknowledgements } from '../validation/acknowledgements';

/**
 * Refuses what a list of regions that ages speaks against and what can be chosen only when a thing is made: there is no
 * later for who knows better. Where the rule of that id is acknowledged, here or above, the rule itself judges when the app is
 * synthesized, and refuses once the acknowledgement has expired.
 */
export function refuseUnlessAcknowledged(
  scope: IConstruct,
  rule: string,
  message: string,
  source: Source,
  mend: string,
): void {
  const written = scope.node.scopes.flatMap((each) => Acknowledgements._at(each)?.all ?? []);
  if (!written.some((acknowledgement) => acknowledgement.rule === rule)) refuse(scope, rule, message, source, mend);
}
