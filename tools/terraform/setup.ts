import { describeMissing, ensureToolchain } from './toolchain';

async function main(): Promise<void> {
  const toolchain = await ensureToolchain({ build: true, log: (line) => console.log(line) });
  if (!toolchain.ready) {
    console.error(describeMissing(toolchain));
    process.exitCode = 1;
    return;
  }
  const source = toolchain.providers === 'registry' ? "Terraform's registry" : 'built here';
  console.log(`Terraform ${toolchain.terraformVersion}: ${toolchain.terraform}`);
  console.log(`Providers: ${source} (${toolchain.cliConfigFile})`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
