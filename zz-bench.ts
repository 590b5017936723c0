import { readFileSync } from 'fs';
import { assemble } from './src/inventory/assemble';
import { RULES } from './src/rules/registry';
import { SupportMatrix } from './src/matrix/support-matrix';
import { readText } from './src/validation/readers/read';
import { judge } from './src/validation/engine';
import { PROFILE_DATA } from './src/validation/profile-data';
const cpu = () => performance.now();
(async () => {
  const n = process.argv[2] ?? '10000';
  const text = readFileSync(`/tmp/rulesplay/big${n}.json`, 'utf8');
  if (process.argv[3] === 'parse') { const t0 = cpu(); const k = JSON.parse(text); console.log('parse', (cpu() - t0).toFixed(0), (process.resourceUsage().maxRSS / 1024).toFixed(0), k !== undefined); return; }
  const t1 = cpu(); const input = await readText('plan.json', text);
  const t2 = cpu(); const estate = assemble(input.document);
  const t3 = cpu();
  const j = judge(estate, RULES, { edition: SupportMatrix.DEFAULT._edition, profiles: [PROFILE_DATA.recommended], now: '2026-11-20', acknowledgements: [] });
  const t4 = cpu();
  console.log(n, 'read', (t2 - t1).toFixed(0), 'assemble', (t3 - t2).toFixed(0), 'judge', (t4 - t3).toFixed(0), 'total', (t4 - t1).toFixed(0), 'rss', (process.resourceUsage().maxRSS / 1024).toFixed(0), j.findings.length, j.compliant);
})();
