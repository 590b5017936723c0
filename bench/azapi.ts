import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { ROOT } from './compare';
import { run } from '../tools/terraform/process';
import type { Toolchain } from '../tools/terraform/toolchain';

const CLI = join(ROOT, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf');
const CLASSES = ['provider', 'resource'];

/** What somebody has who writes clusters by hand: nobody publishes bindings of azapi, so `cdktf get` makes them. */
export async function writeAzapiClasses(into: string, toolchain: Toolchain): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'azpgbackup-bench-'));
  try {
    const settings = {
      language: 'typescript',
      app: 'none',
      terraformProviders: ['azure/azapi'],
      sendCrashReports: 'false',
    };
    writeFileSync(join(folder, 'cdktf.json'), JSON.stringify(settings));
    const env = { ...toolchain.env, TERRAFORM_BINARY_NAME: toolchain.binary, CI: 'true', HOME: folder };
    const { code, stderr } = await run(process.execPath, [CLI, 'get'], { cwd: folder, env });
    if (code !== 0) throw new Error(`cdktf get ended with ${code}: ${stderr}`);
    for (const name of CLASSES) {
      const source = readFileSync(join(folder, '.gen', 'providers', 'azapi', name, 'index.ts'), 'utf8');
      const file = join(into, 'azapi', `${name}.js`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, toJavaScript(source));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Plain JavaScript: a loader that compiles on the fly would be measured too. */
export function toJavaScript(source: string): string {
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
  return transpileModule(source, { compilerOptions }).outputText;
}
