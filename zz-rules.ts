import { readFileSync } from 'fs';
import { assemble } from './src/inventory/assemble';
import { RULES } from './src/rules/registry';
import { SupportMatrix } from './src/matrix/support-matrix';
import { readText } from './src/validation/readers/read';
const cpu = () => { const u = process.cpuUsage(); return u.user / 1000; };
(async () => {
  const text = readFileSync(`/tmp/rulesplay/big10000.json`, 'utf8');
  const input = await readText('plan.json', text);
  const estate = assemble(input.document);
  const per: [string, number, number][] = [];
  for (const rule of RULES) {
    if (rule.onlyWhenPicked || rule.appliesTo?.(SupportMatrix.DEFAULT._edition) === false) continue;
    const a = cpu(); let n = 0;
    for (const _ of rule.evaluate(estate, { edition: SupportMatrix.DEFAULT._edition, now: '2026-11-20' })) n++;
    per.push([rule.id, cpu() - a, n]);
  }
  console.log(per.reduce((a, [, b]) => a + b, 0).toFixed(0));
  console.log(per.sort((a, b) => b[1] - a[1]).slice(0, 40).map(([id, ms, n]) => `${id} ${ms.toFixed(0)} (${n})`).join('\n'));
})();
