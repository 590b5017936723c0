import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { startEndpoint } from './terraform/endpoint';
import { TerraformRunner } from './terraform/terraform';
import { describeMissing, ensureToolchain } from './terraform/toolchain';

const ROOT = join(__dirname, '..');
const EXAMPLE = join(ROOT, 'examples', 'typescript', 'quickstart');
const OUTPUT = join(EXAMPLE, 'cdktf.out');

interface Annotation {
  readonly level: string;
  readonly message: string;
  readonly constructPath: string;
}

/** Synthesizes the quickstart, says what it is made of, and has real Terraform plan it where there is one. */
async function main(): Promise<void> {
  say(`Synthesizing ${relative(process.cwd(), EXAMPLE) || '.'} …`);
  const tsx = require.resolve('tsx/cli');
  execFileSync(process.execPath, [tsx, 'main.ts'], { cwd: EXAMPLE, stdio: 'inherit' });

  const manifest = JSON.parse(readFileSync(join(OUTPUT, 'manifest.json'), 'utf8'));
  for (const stack of Object.values<any>(manifest.stacks)) {
    const folder = join(OUTPUT, stack.workingDirectory);
    showResources(stack.name, join(folder, 'cdk.tf.json'));
    showFindings(stack.annotations ?? []);
    await plan(folder);
  }
}

function showResources(stack: string, file: string): void {
  if (!existsSync(file)) throw new Error(`the synthesis of ${stack} wrote no ${file}`);
  const config = JSON.parse(readFileSync(file, 'utf8'));
  say(`\nStack ${stack} will create:`);
  for (const [type, resources] of Object.entries<Record<string, any>>(config.resource).sort()) {
    for (const resource of Object.values(resources)) {
      say(`  ${type.padEnd(74)} ${resource['//'].metadata.path.replace(`${stack}/`, '')}`);
    }
  }
}

function showFindings(annotations: readonly Annotation[]): void {
  say('\nThe validator found:');
  if (annotations.length === 0) say('  nothing to object to');
  for (const { level, message, constructPath } of annotations) say(`  [${level} at /${constructPath}] ${message}`);
}

async function plan(folder: string): Promise<void> {
  const toolchain = await ensureToolchain({ build: false });
  if (!toolchain.ready) {
    say(`\nNot planned: ${describeMissing(toolchain)}`);
    return;
  }
  say('\nPlanning it with Terraform and the azurerm provider, against a local endpoint in Azure’s place …');
  const endpoint = await startEndpoint();
  const runner = new TerraformRunner({ folder, toolchain, env: endpoint.env });
  try {
    const { plan: planned, warnings } = await runner.plan();
    const changes = (planned.resource_changes ?? []).filter(({ change }) => change.actions.includes('create'));
    for (const warning of warnings) say(`  warning: ${warning.summary}`);
    say(
      `  Terraform ${planned.terraform_version} plans ${changes.length} resources to create, ${warnings.length} warnings`,
    );
  } finally {
    await runner.close();
    await endpoint.close();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
