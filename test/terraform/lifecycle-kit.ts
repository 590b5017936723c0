import { join } from 'path';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformStack } from 'cdktf';
import {
  BackupVault,
  type BackupVaultProps,
  PropagationWait,
  ProtectedFlexServer,
  type ProtectedFlexServerProps,
  Retention,
} from '../../src';
import { actions, existing, RealTerraform, type RealTerraformOptions, shortened } from './kit';
import { Client } from '../twin/client';
import { keyOf } from '../../src/twin/arm/resource-id';
import type { ApplyOptions, ApplyResult, TerraformRunner } from '../../tools/terraform/terraform';

/** What makes a stack's resources. */
export type Build = (stack: TerraformStack) => void;

export class Estate {
  public static async lives<T>(options: RealTerraformOptions, life: (estate: Estate) => Promise<T>): Promise<T> {
    const terraform = new RealTerraform(options);
    try {
      await terraform.open();
      const result = await life(new Estate(terraform));
      terraform.checkAnswers();
      return result;
    } finally {
      await terraform.close();
    }
  }
  private current?: TerraformRunner;
  private constructor(readonly terraform: RealTerraform) {}
  get twin() { return this.terraform.twin; }
  get runner() { return this.current!; }
  write(build: Build): this {
    const stack = this.terraform.newStack();
    build(stack);
    const app = stack.node.root as App;
    app.synth();
    const folder = join(app.outdir, 'stacks', stack.node.id);
    if (this.current) this.current.use(folder);
    else this.current = this.terraform.runner(folder);
    return this;
  }
  async apply(options?: ApplyOptions): Promise<ApplyResult> { return this.runner.apply(options); }
  async drift() { const { plan } = await this.runner.plan(); return Object.entries(actions(plan)).map(([a, b]) => `${shortened(a)} ${b}`); }
  async orphans(): Promise<string[]> {
    const { values } = JSON.parse(await this.runner.state());
    const known = new Set((values?.root_module.resources ?? []).map((e: any) => keyOf(String(e.values.id))));
    return existing(this.twin).filter((id) => !known.has(keyOf(id)) && !/\/databases\/(azure_maintenance|azure_sys|postgres)$/.test(id));
  }
}
export { Client };

export function oneServer(more: Partial<BackupVaultProps> = {}, server: Partial<ProtectedFlexServerProps> = {}): Build {
  return (stack) => {
    const group = new ResourceGroup(stack, 'group', { name: 'rg-shop', location: 'westeurope' });
    const place = { resourceGroupName: group.name, location: group.location };
    const vault = new BackupVault(stack, 'vault', { ...place, propagationWait: PropagationWait.seconds(1), ...more });
    new ProtectedFlexServer(stack, 'orders', { ...place, vault, recoverableFor: Retention.years(1), ...server });
  };
}
