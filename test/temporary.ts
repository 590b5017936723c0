import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const folders: string[] = [];

/** A folder of this test file's own, gone when the file has been run. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'azpgbackup-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
