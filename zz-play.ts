import { readFileSync, writeFileSync } from 'fs';
import { ensureToolchain } from './tools/terraform/toolchain';
import { startEndpoint } from './tools/terraform/endpoint';
import { run } from './tools/terraform/process';
(async () => {
  const folder = process.argv[2];
  const toolchain = await ensureToolchain({ build: false });
  if (!toolchain.ready) throw new Error('no toolchain');
  const endpoint = await startEndpoint();
  const env = { ...toolchain.env, ...endpoint.env, TF_IN_AUTOMATION: '1' };
  const tf = (...args: string[]) => run(toolchain.terraform, args, { cwd: folder, env });
  let r = await tf('init', '-input=false'); if (r.code) console.log(r.stdout, r.stderr);
  r = await tf('plan', '-input=false', '-out=plan.bin'); if (r.code) console.log(r.stdout, r.stderr);
  r = await tf('show', '-json', 'plan.bin');
  writeFileSync(`${folder}/plan.json`, r.stdout);
  console.log(r.stdout.length);
  await endpoint.close();
})();
