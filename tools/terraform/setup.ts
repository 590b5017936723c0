import { ensureAzureCli } from './azure-cli';
import type { BuildOptions } from './machine';
import { describeMissing, ensureToolchain, type EngineName, type Missing } from './toolchain';
import { ensurePostgres } from '../restore/postgres';
import { ensureShellcheck } from '../restore/shellcheck';

const ENGINES: readonly EngineName[] = ['terraform', 'opentofu'];

/** Gets all that `npm test` needs and no package manager brings, one after another. */
async function main(): Promise<void> {
  const options: BuildOptions = { build: true, log: (line) => console.log(line) };
  for (const engine of ENGINES) {
    const found = await ensureToolchain({ ...options, engine, providers: ['azurerm', 'time', 'azapi'] });
    if (!found.ready) return fail(found);
    const source = found.providers === 'registry' ? 'from its registry' : 'built here';
    console.log(`${found.name} ${found.version}: ${found.binary}; providers ${source} (${found.cliConfigFile})`);
  }
  const azureCli = await ensureAzureCli(options);
  if (!azureCli.ready) return fail(azureCli);
  console.log(`Azure CLI ${azureCli.version}: ${azureCli.az}`);
  const postgres = await ensurePostgres(options);
  if (!postgres.ready) return fail(postgres);
  console.log(`PostgreSQL ${postgres.version}: ${postgres.bin}`);
  const shellcheck = await ensureShellcheck(options);
  if (!shellcheck.ready) return fail(shellcheck);
  console.log(`ShellCheck ${shellcheck.version}: ${shellcheck.path}`);
}

function fail(found: Missing): void {
  console.error(describeMissing(found));
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
