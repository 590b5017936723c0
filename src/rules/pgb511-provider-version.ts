import { OWN_RULES } from './own-source';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { parseConstraint } from './terraform-constraint';
import { Severity } from '../findings/finding';
import { ProviderFacts } from '../inventory/entities';
import { LIMITS } from '../matrix/limits';

const { versions, fixedIn, source } = LIMITS.brokenProviderVersions;
/** Nothing was released between the last broken version and the mended one: a constraint that ends there has no other choice. */
const OTHERS = [`<${versions[0]}`, `>=${fixedIn}`];
const BROKEN = versions.join(' and ');
const EXCEPT = versions.map((version) => `!= ${version}`).join(', ');

/** PGB511: a provider that can't make a vault, and says so with a bare HTTP 406. */
export const PROVIDER_VERSION: Rule = {
  id: 'PGB511',
  name: 'provider-version',
  severity: Severity.ERROR,
  decides: `the constraint on azurerm leaves ${BROKEN} out`,
  why: `azurerm ${BROKEN} speak an API that takes no soft delete but AlwaysOn, and end in an HTTP 406 that doesn't tell why.`,
  sources: [source],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const provider of estate.providers) yield judge(provider);
  },
  documentation: () => ({
    mend: 'Leave the two versions out of the constraint.',
    examples: {
      nonCompliant: {
        hcl: `
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.62.0"
    }
  }
}
`,
      },
      compliant: {
        hcl: `
terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.0, != 4.62.0, != 4.62.1"
    }
  }
}
`,
      },
    },
  }),
};

function judge(provider: ProviderFacts): Verdict {
  const { constraint } = provider;
  if (constraint.state === 'unknown') return undecided(provider, '`version` of azurerm', constraint.why);
  const limit = `azurerm ${BROKEN} can't make a vault, ${fixedIn} and later can`;
  if (constraint.state === 'absent') {
    return violated(provider, {
      severity: Severity.WARNING,
      message: `the constraint on azurerm must leave ${BROKEN} out, got: no constraint`,
      limit,
      mend: `constrain azurerm to \`${EXCEPT}\``,
    });
  }
  const got = constraint.value;
  const parsed = parseConstraint(got);
  if (!parsed.ok) {
    return violated(provider, {
      message: `the constraint on azurerm must be one that Terraform reads, got: "${got}" (${parsed.why})`,
      got,
      limit: 'conditions of an operator (=, !=, >, >=, <, <=, ~>) and a version, separated by commas',
      mend: `write it as in \`~> 4.0, ${EXCEPT}\``,
      source: OWN_RULES,
    });
  }
  const { admits, overlaps } = parsed.constraint;
  if (!versions.some((version) => admits(version))) return compliant(provider);
  const message = `the constraint on azurerm must leave ${BROKEN} out, got: ${got}`;
  if (OTHERS.some((range) => overlaps(range))) {
    return violated(provider, {
      severity: Severity.WARNING,
      message,
      got,
      limit,
      mend: `constrain azurerm to \`${got}, ${EXCEPT}\``,
    });
  }
  return violated(provider, {
    message,
    got,
    limit,
    mend: `take azurerm ${fixedIn} or later, or one before ${versions[0]}`,
  });
}
