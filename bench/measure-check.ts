import { readFileSync } from 'fs';
import { join } from 'path';

/** One run in a process of its own: `measure-check.js parse|check PLAN`, prints `{ms, rssMb}`. */
async function main([kind, file]: string[]): Promise<void> {
  const text = readFileSync(file, 'utf8');
  const check = kind === 'parse' ? JSON.parse : checker();
  const start = process.hrtime.bigint();
  const kept: unknown = await check(text);
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  console.log(JSON.stringify({ ms, rssMb: process.resourceUsage().maxRSS / 1024, kept: kept !== undefined }));
}

/** From the text of a plan to what there is to say of it, as the command does it. */
function checker(): (text: string) => Promise<unknown> {
  /* eslint-disable @typescript-eslint/no-require-imports -- not to be loaded where the plan is only parsed */
  const load = (path: string) => require(join(process.cwd(), 'lib', path));
  const { readText } = load('validation/readers/read') as typeof import('../src/validation/readers/read');
  const { assemble } = load('inventory/assemble') as typeof import('../src/inventory/assemble');
  const { RULES } = load('rules/registry') as typeof import('../src/rules/registry');
  const { judge } = load('validation/engine') as typeof import('../src/validation/engine');
  const { PROFILE_DATA } = load('validation/profile-data') as typeof import('../src/validation/profile-data');
  const { SupportMatrix } = load('matrix/support-matrix') as typeof import('../src/matrix/support-matrix');
  return async (text) => {
    const { document } = await readText('plan.json', text);
    return judge(assemble(document), RULES, {
      edition: SupportMatrix.DEFAULT._edition,
      profiles: [PROFILE_DATA.recommended],
      now: '2026-11-20',
      acknowledgements: [],
    });
  };
}

void main(process.argv.slice(2));
