import { existsSync, readdirSync, readFileSync, writeFileSync, appendFileSync } from 'fs';
import { join } from 'path';
import { readInputs } from '../src/cli/inputs';
import { assemble } from '../src/inventory/assemble';
import { combine } from '../src/inventory/combine';
import { SupportMatrix } from '../src/matrix/support-matrix';
import { RULES } from '../src/rules/registry';
import { readText } from '../src/validation/readers/read';
import { startEndpoint } from '../tools/terraform/endpoint';
import { TerraformRunner } from '../tools/terraform/terraform';
import { ensureToolchain } from '../tools/terraform/toolchain';

const SKIP = new Set(['PGB505', 'PGB507', 'PGB508', 'PGB702', 'PGB806', 'PGB511']);
const ROOT = process.argv[2];
const OUT = process.argv[3];
const ONLY = process.argv.slice(4);
const NOW = '2026-11-29';

function outcomes(rule: any, estate: any) {
  const found = new Map<string, { set: Set<string>; why: string[] }>();
  for (const v of rule.evaluate(estate, { edition: SupportMatrix.DEFAULT._edition, now: NOW })) {
    const e = found.get(v.on.address) ?? { set: new Set<string>(), why: [] as string[] };
    e.set.add(v.outcome);
    if (v.outcome !== 'compliant') e.why.push(`${v.outcome}: ${v.message ?? ''} ${v.got ?? ''}`);
    found.set(v.on.address, e);
  }
  return found;
}
/** Segments of address with indices told apart. */
function variants(address: string): string[] {
  const parts: { text: string; index: boolean }[] = [];
  let at = 0, cur = '';
  while (at < address.length) {
    if (address[at] === '[') {
      parts.push({ text: cur, index: false }); cur = '[';
      at++;
      if (address[at] === '"') {
        cur += '"'; at++;
        while (address[at] !== '"') { if (address[at] === '\\') { cur += address[at++]; } cur += address[at++]; }
      }
      while (address[at] !== ']') cur += address[at++];
      cur += ']'; at++;
      parts.push({ text: cur, index: true }); cur = '';
    } else cur += address[at++];
  }
  parts.push({ text: cur, index: false });
  let all = [''];
  for (const p of parts) all = p.index ? all.flatMap((a) => [a + p.text, a]) : all.map((a) => a + p.text);
  return all;
}
async function main() {
  const toolchain = await ensureToolchain({ build: false, providers: ['azurerm', 'time', 'azapi'] });
  const endpoint = await startEndpoint({});
  const names = readdirSync(ROOT).filter((n) => ONLY.length === 0 || ONLY.some((o) => n.startsWith(o))).sort();
  writeFileSync(OUT, '');
  let at = 0;
  const one = async (name: string) => {
    const top = join(ROOT, name);
    const folder = existsSync(join(top, 'ROOT')) ? join(top, readFileSync(join(top, 'ROOT'), 'utf8').trim()) : top;
    const record: any = { name, diffs: [], undecided: [], missing: [], counts: {} };
    let plan: any;
    const cache = join(top, 'plan.json.cache');
    try {
      if (existsSync(cache)) plan = JSON.parse(readFileSync(cache, 'utf8'));
      else {
        const runner = new TerraformRunner({ folder, toolchain, env: endpoint.env });
        try { plan = (await runner.plan()).plan; } finally { await runner.close(); }
        writeFileSync(cache, JSON.stringify(plan));
      }
    } catch (e: any) { record.planError = String(e.message).slice(0, 1500) + (e.diagnostics ? JSON.stringify(e.diagnostics).slice(0, 1500) : ''); }
    let hcl: any;
    try {
      const inputs = await readInputs([folder], () => Promise.reject(new Error()), '/');
      record.warnings = inputs.flatMap((i: any) => i.warnings ?? []);
      hcl = assemble(combine(inputs.map(({ document }: any) => document)));
    } catch (e: any) { record.hclError = String(e.stack ?? e).slice(0, 800); }
    if (plan && hcl) {
      const whole = assemble((await readText('plan.json', JSON.stringify(plan))).document);
      for (const rule of RULES) {
        if (SKIP.has(rule.id)) continue;
        let h: Map<string, any>, p: Map<string, any>;
        try { h = outcomes(rule, hcl); } catch (e: any) { record.diffs.push({ kind: 'CRASH hcl', rule: rule.id, why: String(e.stack).slice(0, 600) }); continue; }
        try { p = outcomes(rule, whole); } catch (e: any) { record.diffs.push({ kind: 'CRASH plan', rule: rule.id, why: String(e.stack).slice(0, 600) }); continue; }
        const count = (k: string) => (record.counts[k] = (record.counts[k] ?? 0) + 1);
        for (const [a, e] of p) {
          const vs = variants(a);
          const exact = h.get(a);
          const own = exact ? [exact] : vs.map((v) => h.get(v)).filter(Boolean);
          const set = new Set(own.flatMap((o: any) => [...o.set]));
          const isV = e.set.has('violated');
          const und = set.has('undecided') && !set.has('violated');
          count(`plan ${isV ? 'violated' : e.set.has('undecided') ? 'undecided' : 'compliant'} / hcl ${own.length === 0 ? 'absent' : set.has('violated') ? 'violated' : set.has('undecided') ? 'undecided' : 'compliant'}`);
          if (isV && own.length === 0) {
            const elsewhere = [...h.values()].some((o) => o.set.has('undecided'));
            const d = { kind: elsewhere ? 'absent (undecided elsewhere)' : 'ABSENT', rule: rule.id, address: a, plan: e.why };
            (elsewhere ? record.missing : record.diffs).push(d);
          } else if (isV && !set.has('violated') && !set.has('undecided')) {
            record.diffs.push({ kind: 'FALSE COMPLIANT', rule: rule.id, address: a, plan: e.why, hcl: [...set] });
          }
          if (und && !e.set.has('undecided')) record.undecided.push({ rule: rule.id, address: a, plan: isV ? 'violated' : 'compliant', why: own.flatMap((o: any) => o.why) });
          if (set.has('compliant') && e.set.has('undecided') && set.size === 1) record.odd = [...(record.odd ?? []), { rule: rule.id, address: a, why: e.why }];
        }
        for (const [a, e] of h) {
          if (!e.set.has('violated')) continue;
          const of = [...p].filter(([pa]) => pa === a || variants(pa).includes(a));
          if (!of.some(([, o]) => o.set.has('violated'))) {
            record.diffs.push({ kind: of.length === 0 ? 'FALSE VIOLATED (no such address)' : of.some(([, o]) => o.set.has('undecided')) ? 'VIOLATED (plan undecided)' : 'FALSE VIOLATED', rule: rule.id, address: a, hcl: e.why, plan: of.map(([pa, o]) => `${pa}: ${[...o.set]} ${o.why}`).slice(0, 4) });
          }
        }
      }
    }
    appendFileSync(OUT, JSON.stringify(record) + '\n');
    at++;
  };
  const queue = [...names];
  await Promise.all([0, 1, 2].map(async () => { while (queue.length) await one(queue.shift()!); }));
  await endpoint.close();
  console.log(at, 'done');
}
main().catch((e) => { console.error(e); process.exitCode = 1; });
