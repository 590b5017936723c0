import { writeFileSync } from 'fs';
import { join } from 'path';
import { SupportMatrix } from '../src/matrix/support-matrix';
import { RULES } from '../src/rules/registry';
import { Rule } from '../src/rules/rule';

/** `npx tsx docs/generate-rules.ts` writes docs/rules.md anew. */
export const RULES_PAGE = join(__dirname, 'rules.md');

const BLOCKS: Readonly<Record<string, string>> = {
  1: 'Permissions',
  2: 'Schedule',
  3: 'Retention',
  4: 'The server against the support matrix',
  5: 'Vault',
  6: 'Restore',
  7: 'Operational and on-demand backup',
  8: 'Cluster',
  9: 'The estate',
};

const HEAD = `<!-- Written by \`npx tsx docs/generate-rules.ts\` from src/rules/registry.ts. Don't edit it by hand. -->

# Rules

What the validator decides about a stack. An id never changes its meaning and is never used again.

- **error**: Azure or the provider refuses it, or the backup or the restore certainly fails. Stops the synthesis.
- **warning**: it works, and works against you. Reported by \`Profile.RECOMMENDED\`.
- **note**: worth knowing. Reported by \`Profile.RECOMMENDED\`.

Under some editions a rule has another severity than the one named here; the finding says which. A rule whose fact isn't
known yet (a variable, a value that Azure decides) is **undecided**: it is listed, and fails only where \`strict\` is set.

**Accept** says whether a finding can be accepted in writing, with \`Acknowledgements\`. **Editions** names the editions
of the support matrix under which the rule runs. The date of a source is the document's own.
`;

const TAIL = `
## PGB904

Not a rule of the registry: the validator itself reports \`PGB904 acknowledgement\` for an acknowledgement that has expired
(error) or that matches nothing (warning). An acknowledgement of an unknown rule, or one without a reason, an owner or a
date, throws PGB904 where it is written.
`;

/** The page, from the registry as it is. */
export function rulesPage(rules: readonly Rule[] = RULES): string {
  const sections = Object.entries(BLOCKS).map(([block, title]) => {
    const own = rules.filter(({ id }) => id.startsWith(`PGB${block}`)).sort((a, b) => (a.id < b.id ? -1 : 1));
    return own.length === 0 ? '' : `\n## ${block}xx ${title}\n\n${table(own)}\n${own.map(details).join('')}`;
  });
  return `${HEAD}${sections.join('')}${TAIL}`;
}

function table(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => [
    `[${rule.id}](#${anchor(rule)})`,
    rule.name,
    rule.severity,
    rule.decides,
    rule.acknowledgeable ? 'yes' : 'no',
    editions(rule),
  ]);
  const head = ['Id', 'Name', 'Severity', 'Compliant when', 'Accept', 'Editions'];
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
}

function details(rule: Rule): string {
  const sources = rule.sources.map(({ title, url, date }) => `- [${title}](${url}), ${date}`);
  return `\n### ${rule.id} ${rule.name}\n\n${rule.why}\n\n${sources.join('\n')}\n`;
}

function editions(rule: Rule): string {
  const all = SupportMatrix.all();
  const under = all.filter((edition) => rule.appliesTo?.(edition._edition) !== false);
  return under.length === all.length ? 'all' : under.map(({ id }) => id).join(', ');
}

function anchor({ id, name }: Rule): string {
  return `${id} ${name}`.toLowerCase().replace(/ /g, '-');
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\n/g, ' ');
}

if (require.main === module) writeFileSync(RULES_PAGE, rulesPage());
