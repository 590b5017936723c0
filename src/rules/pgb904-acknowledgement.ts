import { OWN_RULES } from './own-source';
import { Rule } from './rule';
import { Severity } from '../findings/finding';

/**
 * PGB904: judged by the engine, which alone knows what the other rules have found; it stands here to be looked up.
 */
export const ACKNOWLEDGEMENT: Rule = {
  id: 'PGB904',
  name: 'acknowledgement',
  severity: Severity.ERROR,
  decides:
    'an acknowledgement has not expired, has a reason, is for a rule that can be acknowledged, and matches a finding',
  why: 'An acknowledgement that outlives its reason hides the next finding. One that matches nothing is a warning only.',
  sources: [OWN_RULES],
  acknowledgeable: false,
  evaluate: () => [],
  documentation: () => ({
    mend: 'Mend what the acknowledged rule found, or write the acknowledgement anew: with a rule that can be acknowledged, a reason, an owner and a date that lies ahead. Take out what matches nothing.',
  }),
};
