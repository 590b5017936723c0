import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { RULE_PAGES, rulePages, RULES_PAGE, rulesPage } from '../../docs/generate-rules';
import { RULES } from '../../src/rules/registry';

const STALE = 'is stale: run npx tsx docs/generate-rules.ts';

describe('docs/rules.md', () => {
  test('is what the registry says', () => {
    if (readFileSync(RULES_PAGE, 'utf8') !== rulesPage()) throw new Error(`docs/rules.md ${STALE}`);
  });

  test('leads to the page of every rule', () => {
    const page = rulesPage();
    for (const { id } of RULES) expect(page).toContain(`| [${id}](rules/${id}.md)`);
    for (const { name } of RULES) expect(page).toContain(` | ${name} | `);
  });
});

describe('docs/rules', () => {
  test('has a page for every rule, and no other', () => {
    const written = readdirSync(RULE_PAGES).filter((name) => name.endsWith('.md'));
    expect(written.sort()).toEqual(RULES.map(({ id }) => `${id}.md`).sort());
  });

  test.each([...rulePages()])('%s is what the rule says', (name, text) => {
    if (readFileSync(join(RULE_PAGES, name), 'utf8') !== text) throw new Error(`docs/rules/${name} ${STALE}`);
  });

  test.each(RULES.map((rule) => [rule.id, rule] as const))('%s says what there is to know', (_, rule) => {
    const page = rulePages([rule]).get(`${rule.id}.md`)!;
    expect(page).toContain(rule.decides);
    expect(page).toContain(rule.why);
    expect(page).toContain(rule.documentation().mend);
    for (const { url, date } of rule.sources) expect(page).toContain(`](${url}), ${date}`);
    expect(page).toContain(rule.acknowledgeable ? `- rule: ${rule.id}` : 'can not be acknowledged');
  });
});
