import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { App } from 'cdktf';
import { startEndpoint } from '../tools/terraform/endpoint';
import { TerraformRunner } from '../tools/terraform/terraform';
import type { Toolchain } from '../tools/terraform/toolchain';

/** The plan of an estate, as Terraform shows it. */
export async function realPlan(estate: (outdir: string) => App, toolchain: Toolchain): Promise<any> {
  const folder = mkdtempSync(join(tmpdir(), 'azpgbackup-bench-'));
  const endpoint = await startEndpoint();
  let runner: TerraformRunner | undefined;
  try {
    estate(folder).synth();
    runner = new TerraformRunner({ folder: join(folder, 'stacks', 'estate'), toolchain, env: endpoint.env });
    return (await runner.plan()).plan;
  } finally {
    await runner?.close();
    await endpoint.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a plan says of its second server, as `estates` names it and everything that belongs to it. */
const OWN = /\b(server|role|wait|instance|pg-bench)-1(?=\b|_)/g;

/**
 * The plan of many servers, out of the real one of two: what is said of the second is said again of each further one.
 * Terraform takes minutes for as many.
 */
export function expanded(plan: any, servers: number): string {
  const grow = (list: readonly object[]): string => {
    const own = list.map((entry) => JSON.stringify(entry)).filter((text) => text.search(OWN) >= 0);
    const others = list.map((entry) => JSON.stringify(entry)).filter((text) => text.search(OWN) < 0);
    const more = Array.from({ length: servers - 2 }, (_, n) => own.map((text) => text.replace(OWN, `$1-${n + 2}`)));
    return `[${[...others, ...own, ...more.flat()].join(',')}]`;
  };
  const lists: string[] = [];
  // Each list is put in as text, which is much quicker than to make a value of it first.
  const shape = JSON.stringify(plan, (_, value) => {
    if (!Array.isArray(value) || !value.some((entry) => JSON.stringify(entry)?.search(OWN) >= 0)) return value;
    if (value.some((entry) => typeof entry !== 'object')) return value;
    lists.push(grow(value));
    return `<list ${lists.length - 1}>`;
  });
  return shape.replace(/"<list (\d+)>"/g, (_, index) => lists[Number(index)]);
}
