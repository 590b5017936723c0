import { readFileSync } from 'fs';
import { RULES_PAGE, rulesPage } from '../../docs/generate-rules';
import { RULES } from '../../src/rules/registry';

describe('docs/rules.md', () => {
  test('is what the registry says', () => {
    if (readFileSync(RULES_PAGE, 'utf8') === rulesPage()) return;
    throw new Error('docs/rules.md is stale: run npx tsx docs/generate-rules.ts');
  });

  test('has every rule, with its sources', () => {
    const page = rulesPage();
    for (const { id, name, sources } of RULES) {
      expect(page).toContain(`### ${id} ${name}\n`);
      for (const source of sources) expect(page).toContain(source.url);
    }
  });
});
