import { writeFileSync } from 'fs';
import { expanded, realPlan } from './bench/plans';
import { ensureToolchain } from './tools/terraform/toolchain';
(async () => {
  const toolchain = await ensureToolchain({ build: false });
  if (!toolchain.ready) throw new Error();
  const plan = await realPlan(2, toolchain);
  for (const n of [1000, 10000]) writeFileSync(`/tmp/rulesplay/big${n}.json`, expanded(plan, n));
})();
