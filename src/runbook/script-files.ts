import { readFileSync } from 'fs';
import { join } from 'path';

/** A script that is the same for every estate. */
export interface ScriptFile {
  readonly name: string;
  readonly text: string;
}

/** The steps, in the order in which they are run. */
export const STEPS = ['1-restore', '2-fetch', '3-server', '4-load', '5-verify', '6-clean-up'] as const;

export const SHELLS = ['sh', 'ps1'] as const;
export type Shell = (typeof SHELLS)[number];

/** Steps that PowerShell starts with bash: PostgreSQL's own programs are driven from there alone. */
export const BASH_STEPS: readonly string[] = ['4-load', '5-verify'];

/** The steps, and what they load. */
const NAMES: Readonly<Record<Shell, readonly string[]>> = {
  sh: ['common', 'azure', 'postgres', ...STEPS],
  ps1: ['common', 'azure', 'bash', ...STEPS],
};

/** What lies in the folder beside this file. The bundler puts the texts in the place of what is read. */
export function scriptFiles(shell: Shell): readonly ScriptFile[] {
  return NAMES[shell].map((name) => {
    const file = `${name}.${shell}`;
    return { name: file, text: readFileSync(join(__dirname, 'scripts', file), 'utf8') };
  });
}
