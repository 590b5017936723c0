import { readFileSync } from 'fs';
import { join } from 'path';

/** A script that is the same for every estate. */
export interface ScriptFile {
  readonly name: string;
  readonly text: string;
}

/** The steps, in the order in which they are run. */
export const STEPS = ['1-restore', '2-fetch', '3-server', '4-load', '5-verify', '6-clean-up'] as const;

/** What they share: in general, with Azure, with PostgreSQL. */
const SHARED = ['common', 'azure', 'postgres'] as const;

export const SHELLS = ['sh', 'ps1'] as const;
export type Shell = (typeof SHELLS)[number];

/** What lies in the folder beside this file. The bundler puts the texts in the place of this function. */
export function scriptFiles(shell: Shell): readonly ScriptFile[] {
  return [...SHARED, ...STEPS].map((name) => {
    const file = `${name}.${shell}`;
    return { name: file, text: readFileSync(join(__dirname, 'scripts', file), 'utf8') };
  });
}
