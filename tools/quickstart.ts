import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Twin } from '../src/twin';
import { startEndpoint } from './terraform/endpoint';
import { TerraformRunner } from './terraform/terraform';
import { describeMissing, ensureToolchain } from './terraform/toolchain';
import { cutWaits } from './terraform/waits';

const ROOT = join(__dirname, '..');
const EXAMPLE = join(ROOT, 'examples', 'typescript', 'quickstart');
const OUTPUT = join(EXAMPLE, 'cdktf.out');
const DATA_PROTECTION = '2025-07-01';

interface Annotation {
  readonly level: string;
  readonly message: string;
  readonly constructPath: string;
}

/** Synthesizes the quickstart, says what it is made of, and has real Terraform apply it to a twin where there is one. */
async function main(): Promise<void> {
  say(`Synthesizing ${relative(process.cwd(), EXAMPLE) || '.'} …`);
  const tsx = require.resolve('tsx/cli');
  execFileSync(process.execPath, [tsx, 'main.ts'], { cwd: EXAMPLE, stdio: 'inherit' });

  const manifest = JSON.parse(readFileSync(join(OUTPUT, 'manifest.json'), 'utf8'));
  for (const stack of Object.values<any>(manifest.stacks)) {
    const folder = join(OUTPUT, stack.workingDirectory);
    showResources(stack.name, join(folder, 'cdk.tf.json'));
    showFindings(stack.annotations ?? []);
    await deploy(folder);
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

async function deploy(folder: string): Promise<void> {
  const toolchain = await ensureToolchain({ build: false });
  if (!toolchain.ready) {
    say(`\nNot planned, not applied: ${describeMissing(toolchain)}`);
    return;
  }
  const endpoint = await startEndpoint();
  const work = mkdtempSync(join(tmpdir(), 'azpgbackup-quickstart-'));
  const runner = new TerraformRunner({ folder, toolchain, env: endpoint.env });
  try {
    say(
      `\nPlanning it with ${toolchain.name} ${toolchain.version} and the azurerm provider, against a local twin of Azure …`,
    );
    await plan(runner);

    say('\nApplying it to the twin; azurerm takes two minutes over an alert on a metric …');
    runner.use(withoutWaits(folder, work));
    await apply(runner);

    endpoint.twin.azure.advanceTo(aYearLater(endpoint.twin));
    say(`\nA year later, on ${today(endpoint.twin)}, these recovery points exist:`);
    await showRecoveryPoints(endpoint.twin);
  } finally {
    await runner.close();
    await endpoint.close();
    rmSync(work, { recursive: true, force: true });
  }
}

async function plan(runner: TerraformRunner): Promise<void> {
  const { plan: planned, warnings } = await runner.plan();
  const changes = (planned.resource_changes ?? []).filter(({ change }) => change.actions.includes('create'));
  for (const warning of warnings) say(`  warning: ${warning.summary}`);
  say(`  ${changes.length} resources to create, ${warnings.length} warnings`);
}

/** The stack in a folder of its own, with its waits for roles cut short. */
function withoutWaits(folder: string, work: string): string {
  cpSync(folder, work, { recursive: true });
  for (const wait of cutWaits(work)) say(`  the wait of ${wait} for roles is cut to 1s: in the twin they hold at once`);
  return work;
}

async function apply(runner: TerraformRunner): Promise<void> {
  const begun = Date.now();
  const { summary } = await runner.apply();
  say(`  ${summary.add} resources created in ${Math.round((Date.now() - begun) / 1000)} s`);
  const { plan: again } = await runner.plan();
  const left = (again.resource_changes ?? []).filter(({ change }) => change.actions.some((each) => each !== 'no-op'));
  say(`  planned again: ${left.length === 0 ? 'nothing to do' : `${left.length} resources to change`}`);
}

function aYearLater(twin: Twin) {
  return twin.azure.clock.now().toZonedDateTimeISO('UTC').add({ years: 1 }).toInstant();
}

function today(twin: Twin): string {
  return twin.azure.clock.text().slice(0, 10);
}

/** Asks the twin as any client of Azure would. */
async function showRecoveryPoints(twin: Twin): Promise<void> {
  const instances = twin.azure.resources.ofType('Microsoft.DataProtection/backupVaults/backupInstances');
  for (const instance of instances) {
    const { value } = await ask(twin, `${instance.id}/recoveryPoints`);
    say(`  ${instance.name}: ${value.length}`);
    for (const [tag, points] of Object.entries(groupByTag(value)).sort()) {
      const times = points.map(({ time }) => time).sort();
      const last = points
        .map(({ expires }) => expires)
        .sort()
        .at(-1)!;
      const many = points.length === 1 ? '1 point' : `${points.length} points`;
      say(
        `    ${tag.padEnd(10)} ${many.padEnd(10)} from ${times[0]} to ${times.at(-1)}, the last one kept until ${last}`,
      );
    }
  }
}

interface Point {
  readonly time: string;
  readonly expires: string;
}

function groupByTag(value: readonly any[]): Record<string, Point[]> {
  const groups: Record<string, Point[]> = {};
  for (const { properties } of value) {
    const [store] = properties.recoveryPointDataStoresDetails;
    const point = { time: properties.recoveryPointTime.slice(0, 10), expires: store.expiryTime.slice(0, 10) };
    (groups[properties.retentionTagName] ??= []).push(point);
  }
  return groups;
}

function ask(twin: Twin, path: string): Promise<any> {
  const url = `${twin.endpoint}${path}?api-version=${DATA_PROTECTION}`;
  const options = {
    ca: readFileSync(twin.certificateFile),
    headers: { authorization: 'Bearer quickstart' },
    agent: false,
  };
  return new Promise((resolve, reject) => {
    get(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve(JSON.parse(text)));
    }).on('error', reject);
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
