import { readFileSync } from 'fs';
import { assemble } from './src/inventory/assemble';
import { RULES } from './src/rules/registry';
import { SupportMatrix } from './src/matrix/support-matrix';
import { readText } from './src/validation/readers/read';
(async () => {
  const text = readFileSync(`/tmp/rulesplay/big10000.json`, 'utf8');
  const input = await readText('plan.json', text);
  const estate = assemble(input.document);
  for (const rule of RULES) {
    if (rule.onlyWhenPicked || rule.appliesTo?.(SupportMatrix.DEFAULT._edition) === false) continue;
    for (const _ of rule.evaluate(estate, { edition: SupportMatrix.DEFAULT._edition, now: '2026-11-20' })) void _;
  }
})();
