import { readFileSync } from 'fs';
import { assemble } from './src/inventory/assemble';
import { RULES } from './src/rules/registry';
import { SupportMatrix } from './src/matrix/support-matrix';
import { readText } from './src/validation/readers/read';
(async () => {
  for (const file of process.argv.slice(2)) {
    const input = await readText(file.split('/').pop()!, readFileSync(file, 'utf8'));
    const estate = assemble(input.document);
    console.log('##', file, input.kind);
    for (const rule of RULES) {
      if (rule.onlyWhenPicked || rule.appliesTo?.(SupportMatrix.DEFAULT._edition) === false) continue;
      for (const v of rule.evaluate(estate, { edition: SupportMatrix.DEFAULT._edition, now: '2026-11-20' }))
        if (v.outcome !== 'compliant') console.log(rule.id, v.severity ?? rule.severity, v.outcome, v.on.address, '—', v.message);
    }
  }
})();
