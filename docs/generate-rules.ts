import { readdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { SupportMatrix } from '../src/matrix/support-matrix';
import { RULES } from '../src/rules/registry';
import { Rule, RuleExample } from '../src/rules/rule';

/** `npx tsx docs/generate-rules.ts` writes docs/rules.md and a page for each rule anew. */
export const RULES_PAGE = join(__dirname, 'rules.md');
export const RULE_PAGES = join(__dirname, 'rules');

const WRITTEN = `<!-- Written by \`npx tsx docs/generate-rules.ts\` from src/rules. Don't edit it by hand. -->`;

const BLOCKS: Readonly<Record<string, string>> = {
  1: 'Permissions',
  2: 'Schedule',
  3: 'Retention',
  4: 'The server against the support matrix',
  5: 'Vault',
  6: 'Restore',
  7: 'Operational and on-demand backup',
  8: 'Cluster (Azure Cosmos DB for PostgreSQL)',
  9: 'The estate',
};

const HEAD = `${WRITTEN}

# Rules

What is decided about an estate, whether it comes from constructs, a plan, a state or plain HCL. An id never changes its
meaning and is never used again.

- **error**: Azure or the provider refuses it, or the backup or the restore certainly fails. Stops the synthesis.
- **warning**: it works, and works against you. Reported by the profile \`recommended\`.
- **note**: worth knowing. Reported by the profile \`recommended\`.

Under some editions a rule has another severity than the one named here; the finding says which. A rule whose fact isn't
known yet (a variable, a value that Azure decides) is **undecided**: it is listed, and fails only where \`strict\` is set.

**Accept** says whether a finding can be accepted in writing. **Editions** names the editions of the support matrix under
which the rule runs. Rules with a star run only where a profile or the command line picks them.
`;

/** The index. */
export function rulesPage(rules: readonly Rule[] = RULES): string {
  const sections = Object.entries(BLOCKS).map(([block, title]) => {
    const own = rules.filter(({ id }) => id.startsWith(`PGB${block}`));
    return own.length === 0 ? '' : `\n## ${block}xx ${title}\n\n${table(own)}\n`;
  });
  return `${HEAD}${sections.join('')}`;
}

/** The pages of the rules, by file name. */
export function rulePages(rules: readonly Rule[] = RULES): ReadonlyMap<string, string> {
  return new Map(rules.map((rule) => [`${rule.id}.md`, rulePage(rule)]));
}

function table(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => [
    `[${rule.id}](rules/${rule.id}.md)${rule.onlyWhenPicked === true ? '*' : ''}`,
    rule.name,
    rule.severity,
    rule.decides,
    rule.acknowledgeable ? 'yes' : 'no',
    editions(rule),
  ]);
  const head = ['Id', 'Name', 'Severity', 'Compliant when', 'Accept', 'Editions'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}

function rulePage(rule: Rule): string {
  const { mend, examples } = rule.documentation();
  const parts = [
    WRITTEN,
    `# ${rule.id} ${rule.name}`,
    `**${rule.severity}** · editions: ${editions(rule)} · [all rules](../rules.md)`,
    `Compliant when ${rule.decides}.`,
    rule.why,
    ...(rule.onlyWhenPicked === true ? ['It runs only where a profile or the command line picks it.'] : []),
    ...parameters(rule),
    '## How to mend it',
    mend,
    ...(examples === undefined ? [] : exampleParts(rule)),
    '## How to acknowledge it',
    ...acknowledging(rule),
    '## Where it is written',
    rule.sources.map(({ title, url, date }) => `- [${title}](${url}), ${date}`).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function parameters({ parameters: all = [] }: Rule): string[] {
  if (all.length === 0) return [];
  return [all.map(({ name, says, otherwise }) => `- \`${name}\`: ${says}; \`${otherwise}\` by itself`).join('\n')];
}

function exampleParts(rule: Rule): string[] {
  const { examples, edition } = rule.documentation();
  const by = edition === undefined ? '' : ` Judged under edition ${edition}.`;
  return [
    '## Examples',
    `What isn't shown is as in [this estate](estate.tf).${by}`,
    'Not compliant:',
    ...shown(examples!.nonCompliant),
    'Compliant:',
    ...shown(examples!.compliant),
  ];
}

function shown({ hcl, applied, plan = {} }: RuleExample): string[] {
  const block = (text: string) => `\`\`\`hcl\n${text.trim()}\n\`\`\``;
  if (applied === undefined) return [block(hcl)];
  const actions = Object.entries(plan).map(([address, steps]) => `\`${address}\`: ${steps.join(', then ')}`);
  return [
    'Applied before:',
    block(applied),
    actions.length === 0 ? 'Planned now:' : `Planned now (${actions.join('; ')}):`,
    block(hcl),
  ];
}

function acknowledging(rule: Rule): string[] {
  if (!rule.acknowledgeable) return ['It can not be acknowledged: no reason excuses it.'];
  const address = /^resource "([^"]+)" "([^"]+)"/m.exec(rule.documentation().examples?.nonCompliant.hcl ?? '');
  const resource = address === null ? '"*"' : `${address[1]}.${address[2]}`;
  return [
    'In the configuration file, with the address that the finding names:',
    `\`\`\`yaml
acknowledgements:
  - rule: ${rule.id}
    resource: ${resource}
    reason: Why it may stay as it is
    owner: who-answers-for-it
    expires: 2027-06-30
\`\`\``,
    `In code: \`Acknowledgements.of(construct).add({ rule: '${rule.id}', reason, owner, expires })\`.`,
  ];
}

function editions(rule: Rule): string {
  const all = SupportMatrix.all();
  const under = all.filter((edition) => rule.appliesTo?.(edition._edition) !== false);
  return under.length === all.length ? 'all' : under.map(({ id }) => id).join(', ');
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\n/g, ' ');
}

if (require.main === module) {
  writeFileSync(RULES_PAGE, rulesPage());
  const pages = rulePages();
  for (const [name, text] of pages) writeFileSync(join(RULE_PAGES, name), text);
  for (const name of readdirSync(RULE_PAGES)) {
    if (name.endsWith('.md') && !pages.has(name)) rmSync(join(RULE_PAGES, name));
  }
}
