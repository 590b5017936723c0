import { ENTRIES } from './entries';
import { markdownTable, printed, textTable } from './format';
import { RuleEntry } from './rule-entry';
import { citeWithUrl } from '../../matrix/citation';
import type { RuleExample } from '../../rules/rule';
import { Call } from '../command';
import { findById } from '../rule-id';
import { Terminal } from '../terminal';

/** `azpgbackup rules [ID]` */
export async function showRules(call: Call, terminal: Terminal): Promise<number> {
  if (call.args.length > 0) return explainRule(call, terminal);
  terminal.print(
    printed(call, {
      json: ENTRIES,
      text: () => textTable(ENTRIES.map(({ id, severity, name, decides }) => [id, severity, name, decides])),
      markdown: () =>
        markdownTable(
          ['Id', 'Name', 'Severity', 'Compliant when', 'Acknowledge', 'Editions'],
          ENTRIES.map((rule) => [
            `[${rule.id}](${rule.page})`,
            rule.name,
            rule.severity,
            rule.decides,
            rule.acknowledgeable ? 'yes' : 'no',
            rule.editions.join(', '),
          ]),
        ),
    }),
  );
  return 0;
}

/** `azpgbackup explain ID` */
export async function explainRule(call: Call, terminal: Terminal): Promise<number> {
  const rule = findById('rule', call.args[0], ENTRIES);
  const text = (title: string, body: string) => `${title}:\n${body.replace(/^(?=.)/gm, '  ')}\n`;
  const markdown = (title: string, body: string, language?: string) =>
    `## ${title}\n\n${language === undefined ? body : `\`\`\`${language}\n${body}\n\`\`\``}\n`;
  terminal.print(
    printed(call, {
      json: rule,
      text: () => `${rule.id} ${rule.name} (${rule.severity})\n\n${page(rule, text).join('\n')}`,
      markdown: () => `# ${rule.id} ${rule.name}\n\nSeverity: ${rule.severity}\n\n${page(rule, markdown).join('\n')}`,
    }),
  );
  return 0;
}

type Section = (title: string, body: string, language?: string) => string;

function page(rule: RuleEntry, section: Section): string[] {
  const { decides, why, editions, profiles, parameters, controls, sources } = rule;
  const when = rule.onlyWhenPicked ? `Only under a profile that names it, or with --rule ${rule.id}.\n` : '';
  const named = profiles.map(({ name, severity }) => `- ${name}: ${severity}`).join('\n');
  return [
    section('Compliant when', `${capitalised(decides)}.`),
    section('Why', why),
    section('Runs', `${when}Editions ${editions.join(', ')}.`),
    ...(named === '' ? [] : [section('Profiles that name it', named)]),
    ...parameters.map(({ name, says, default: otherwise }) =>
      section(`Parameter ${name}`, `${capitalised(says)}; ${otherwise} where no profile sets it.`),
    ),
    section('How to mend it', rule.mend),
    ...examples(rule, section),
    rule.acknowledgeable
      ? section('How to acknowledge it', acknowledgement(rule), 'yaml')
      : section('How to acknowledge it', "It can't be acknowledged: no reason excuses it."),
    ...(controls.length === 0
      ? []
      : [
          section(
            'Controls',
            controls.map(({ id, title, source }) => `- ${id} ${title}: ${citeWithUrl(source)}`).join('\n'),
          ),
        ]),
    section('Sources', sources.map((source) => `- ${citeWithUrl(source)}`).join('\n')),
    section('Page', rule.page),
  ];
}

function examples({ examples: given }: RuleEntry, section: Section): string[] {
  if (given === null) return [];
  const both = [
    ['Not compliant', given.nonCompliant],
    ['Compliant', given.compliant],
  ] as const;
  return both.flatMap(([title, { hcl, applied, plan }]) => [
    ...(applied === undefined ? [] : [section(`${title}: applied before`, applied.trim(), 'hcl')]),
    section(applied === undefined ? title : `${title}: planned now${actions(plan)}`, hcl.trim(), 'hcl'),
  ]);
}

function actions(plan: RuleExample['plan'] = {}): string {
  const all = Object.entries(plan).map(([address, steps]) => `${address}: ${steps.join(', then ')}`);
  return all.length === 0 ? '' : ` (${all.join('; ')})`;
}

/** As it goes into the configuration file. */
function acknowledgement({ id }: RuleEntry): string {
  return [
    'acknowledgements:',
    `  - rule: ${id}`,
    '    resource: ADDRESS, CONSTRUCT PATH OR GLOB',
    '    reason: WHY IT IS ACCEPTED',
    '    owner: WHO ANSWERS FOR IT',
    '    expires: YYYY-MM-DD',
  ].join('\n');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
