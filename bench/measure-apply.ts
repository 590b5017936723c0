import { join } from 'path';
import { handWritten, ours } from './estates';
import { startEndpoint } from '../tools/terraform/endpoint';
import { TerraformRunner } from '../tools/terraform/terraform';
import type { Toolchain } from '../tools/terraform/toolchain';
import { cutWaits } from '../tools/terraform/waits';

export interface Applied {
  readonly seconds: number;
  /** Requests that Azure had to answer: operations that are polled and tokens among them. */
  readonly calls: number;
}

/** Applies an estate to a twin of its own and counts what Azure was asked. */
export async function measureApply(
  kind: 'ours' | 'hand-written',
  servers: number,
  folder: string,
  toolchain: Toolchain,
): Promise<Applied> {
  const outdir = join(folder, `${kind}-${servers}`);
  (kind === 'ours' ? ours : handWritten)(outdir, servers).synth();
  const stack = join(outdir, 'stacks', 'estate');
  cutWaits(stack);
  const endpoint = await startEndpoint();
  const runner = new TerraformRunner({ folder: stack, toolchain, env: endpoint.env });
  try {
    await runner.init();
    const begun = Date.now();
    await runner.apply();
    const { requests, unanswered } = endpoint.twin;
    if (unanswered.length > 0) throw new Error(`the twin had no answer to ${unanswered.join(', ')}`);
    return { seconds: (Date.now() - begun) / 1000, calls: requests.length };
  } finally {
    await runner.close();
    await endpoint.close();
  }
}
